import marks from '../ladder/marks.css?raw'
import tokens from '../tokens.css?raw'
import own from './picture.css?raw'

// The page's own style sheets, written out for programs that know nothing of custom properties: Inkscape, LibreOffice, mail.

/** The tokens of the light theme at text size 1. */
const known = new Map(
  Array.from(/:root\s*{([^}]*)}/.exec(tokens)?.[1]?.matchAll(/(--[\w-]+):\s*([^;]+);/g) ?? [], ([, name, value]) => [name!, value!.trim()]),
)

/** CSS with every custom property replaced by its value. */
export function plain(css: string): string {
  let text = css.replace(/\/\*[\s\S]*?\*\//g, '')
  while (text.includes('var(')) text = text.replace(/var\((--[\w-]+)\)/g, (_, name) => known.get(name) ?? 'inherit')
  return text
    .replace(/calc\(([\d.]+) \* 1px\)/g, '$1px')
    .replace(/\s*([{};,])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/}/g, '}\n')
    .trim()
}

/** The style of a ladder that stands by itself. */
export const pictureStyle = plain(marks + own)
