import { darkColours, plain } from '../picture/style.ts'

// The report is light, and dark where the reader's system is. Its style sheets name colours by custom properties that are
// written out (picture/style.ts); here the rules that have a colour are written out once more, with those of the dark theme.

/** The rules of style sheets that colour something, in the dark theme's colours, for screens alone: paper stays white. */
export function darkToo(css: string): string {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@[^{}]+{(?:[^{}]*{[^{}]*})*[^{}]*}/g, '')
  const rules = Array.from(bare.matchAll(/([^{}]+){([^{}]*)}/g), ([, selector, body]) => {
    const coloured = body!.split(';').filter(one => names(one).some(name => darkColours.has(name)))
    return coloured.length === 0 ? '' : `${selector!.trim()}{${coloured.join(';')}}`
  })
  return `@media screen and (prefers-color-scheme: dark){html{color-scheme:dark}${plain(rules.join(''), darkColours)}}`
}

function names(declaration: string): string[] {
  return Array.from(declaration.matchAll(/var\((--[\w-]+)\)/g), ([, name]) => name!)
}
