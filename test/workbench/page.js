// What the workbench does beside showing: the theme, and finding pictures by words.

for (const choice of document.querySelectorAll('input[name=theme]'))
  choice.addEventListener('change', () => {
    document.documentElement.className = choice.value === 'system' ? '' : choice.value
  })

const find = document.querySelector('#find')
const count = document.querySelector('#count')
const events = Array.from(document.querySelectorAll('article'), article => ({
  article,
  link: document.querySelector(`nav a[href="#${article.querySelector('h3').id}"]`).parentElement,
  words: article.textContent.toLowerCase(),
  pictures: article.querySelectorAll('figure').length,
}))

find.addEventListener('input', () => {
  const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean)
  let shown = 0
  for (const { article, link, words, pictures } of events) {
    const fits = wanted.every(word => words.includes(word))
    article.hidden = !fits
    link.hidden = !fits
    if (fits) shown += pictures
  }
  for (const section of document.querySelectorAll('section')) section.hidden = !section.querySelector('article:not([hidden])')
  for (const list of document.querySelectorAll('nav ul')) list.previousElementSibling.hidden = !list.querySelector('li:not([hidden])')
  count.textContent = shown === 1 ? '1 picture' : `${shown} pictures`
})
