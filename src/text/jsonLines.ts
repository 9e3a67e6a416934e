/** JSON of an object whose lists may be long: a line for each entry, so that no string holds the whole. */
export function* jsonLines(value: Readonly<Record<string, unknown>>): Generator<string> {
  let open = '{'
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined) continue
    yield `${open}${JSON.stringify(key)}:`
    open = ',\n'
    if (!Array.isArray(part) || part.length === 0) yield JSON.stringify(part)
    else {
      for (const [i, entry] of part.entries()) yield `${i ? ',\n' : '[\n'}${JSON.stringify(entry)}`
      yield '\n]'
    }
  }
  yield open === '{' ? '{}\n' : '}\n'
}
