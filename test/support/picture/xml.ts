/** A strict reader of XML without doctype and namespaces, enough to say that a picture is well-formed and what it holds. */
export interface Xml {
  /** Names of the elements in the order in which they begin, with their attributes. */
  readonly elements: readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[]
  /** All text between tags. */
  readonly text: string
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" }
const tag = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y

export function xml(source: string): Xml {
  const open: string[] = []
  const elements: Xml['elements'][number][] = []
  let text = ''
  let at = 0
  while (at < source.length) {
    if (source[at] !== '<') {
      const end = source.indexOf('<', at)
      text += decoded(source.slice(at, end < 0 ? source.length : end))
      at = end < 0 ? source.length : end
      continue
    }
    tag.lastIndex = at
    const found = tag.exec(source)
    if (!found) throw new Error(`no tag at ${at}: ${source.slice(at, at + 60)}`)
    const [all, closes, name, attributes, empty] = found
    if (closes) {
      const last = open.pop()
      if (last !== name) throw new Error(`${name} closes ${last}`)
    } else {
      const pairs = [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, decoded(value!)] as const)
      if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error(`an attribute twice: ${all}`)
      elements.push({ name: name!, attributes: Object.fromEntries(pairs) })
      if (!empty) open.push(name!)
    }
    at += all.length
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`)
  return { elements, text }
}

function decoded(text: string): string {
  if (/[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/u.test(text)) throw new Error(`not fit for XML: ${JSON.stringify(text.slice(0, 80))}`)
  return text.replace(/&[^;\s]*;?/g, entity => {
    const known = entities[entity]
    if (known === undefined) throw new Error(`no entity: ${entity}`)
    return known
  })
}
