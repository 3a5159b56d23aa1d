// Walks the outer structure of DER without building a tree: a revocation list may hold a million entries, and pkijs stops
// at 10,000 values.

export interface Element {
  readonly tag: number
  /** Where the element begins, where its content begins and where it ends (exclusive), as offsets into the bytes. */
  readonly start: number
  readonly content: number
  readonly end: number
}

export const SEQUENCE = 0x30
export const INTEGER = 0x02

/** The element at `at`; undefined when it does not fit into the bytes before `limit`, or its length is indefinite. */
export function elementAt(bytes: Uint8Array, at: number, limit: number): Element | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || at + 2 > limit) return undefined
  let content = at + 2
  let length = first
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 4 || content + count > limit) return undefined
    length = 0
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[content + index] ?? 0)
    content += count
  }
  const end = content + length
  return end > limit ? undefined : { tag, start: at, content, end }
}

/** The elements inside another, at most `most`; undefined when one is broken or there are more. */
export function elementsIn(bytes: Uint8Array, outer: Element, most: number): Element[] | undefined {
  const found: Element[] = []
  for (let at = outer.content; at < outer.end; ) {
    const element = elementAt(bytes, at, outer.end)
    if (element === undefined || found.length === most) return undefined
    found.push(element)
    at = element.end
  }
  return found
}

/** Content with tag and length. */
export function wrap(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const hex = body.length.toString(16)
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body])
}
