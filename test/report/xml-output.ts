// Reads XML just far enough to tell that it is well-formed: elements nest, attributes are quoted, text is escaped.

/** Names of all elements in their order. Throws where the text is no XML. */
export function readXml(text: string): string[] {
  const start = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!text.startsWith(start)) throw new Error('no declaration')
  const names: string[] = []
  const open: string[] = []
  const ELEMENT = /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>$/
  for (const part of text.slice(start.length).match(/<[^>]*>|[^<]+/g) ?? []) {
    if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(part)) throw new Error(`a bare &: ${part}`)
    if (!part.startsWith('<')) {
      if (open.length === 0 && part.trim() !== '') throw new Error(`text outside: ${part}`)
      continue
    }
    const match = ELEMENT.exec(part)
    if (match === null) throw new Error(`no element: ${part}`)
    const [, close, name = '', , empty] = match
    if (close === '/') {
      if (open.pop() !== name) throw new Error(`${name} ends where it did not begin`)
      continue
    }
    names.push(name)
    if (empty === '') open.push(name)
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} do not end`)
  return names
}
