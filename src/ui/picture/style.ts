import marks from '../ladder/marks.css?raw'
import tokens from '../tokens.css?raw'
import own from './picture.css?raw'

// The page's own style sheets, written out for programs that know nothing of custom properties: Inkscape, LibreOffice, mail.

type Values = ReadonlyMap<string, string>

/** The tokens that a block of tokens.css gives. */
function valuesOf(block: RegExp): Values {
  const text = block.exec(tokens)?.[1] ?? ''
  return new Map(Array.from(text.matchAll(/(--[\w-]+):\s*([^;]+);/g), ([, name, value]) => [name!, value!.trim()]))
}

/** The tokens of the light theme at text size 1. */
const known = valuesOf(/:root\s*{([^}]*)}/)

/** The colours of the dark theme, by the names of tokens.css. */
export const darkColours = valuesOf(/\.dark\s*{([^}]*)}/)

/** What the style of a ladder that stands by itself is written from. */
export const pictureSource = marks + own

/** CSS with every custom property replaced by its value. @param colours those that are to be others than the light theme's */
export function plain(css: string, colours?: Values): string {
  let text = css.replace(/\/\*[\s\S]*?\*\//g, '')
  while (text.includes('var(')) text = text.replace(/var\((--[\w-]+)\)/g, (_, name) => colours?.get(name) ?? known.get(name) ?? 'inherit')
  return text
    .replace(/calc\(([\d.]+) \* 1px\)/g, '$1px')
    .replace(/\s*([{};,])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/}/g, '}\n')
    .trim()
}

/** The style of ladders that stand by themselves, a rule a line. */
export const pictureStyle = plain(pictureSource)

/** Of that, the rules that a picture has use for. @param markup what is drawn, its classes in it */
export function styleOf(markup: string): string {
  const used = new Set(Array.from(markup.matchAll(/ class="([^"]*)"/g), ([, names]) => names!.split(' ')).flat())
  const fits = (selector: string) => Array.from(selector.matchAll(/\.([\w-]+)/g)).every(([, name]) => used.has(name!))
  const needed = (rule: string) => rule.slice(0, rule.indexOf('{')).split(',').some(fits)
  return pictureStyle.split('\n').filter(needed).join('\n')
}
