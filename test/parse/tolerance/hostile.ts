// Texts of a given size made to be slow to read, from text that a parser reads: its own lines, and lines that nearly are.

export interface Hostile {
  readonly name: string
  /** About `size` characters. */
  readonly make: (size: number) => string
}

/** Texts built from an example of what the parser reads. */
export function hostileTexts(example: string): Hostile[] {
  const lines = [...new Set(example.split('\n').filter(line => line.trim() !== ''))]
  const body = example.endsWith('\n') ? example : `${example}\n`
  const first = `${lines[0] ?? ''}\n`
  return [
    { name: 'the answer over and over', make: size => repeat(body, size) },
    { name: 'numbered copies of the answer', make: size => numbered(body, size) },
    { name: 'other names in every copy', make: size => renamed(body, size) },
    { name: 'its first line over and over', make: size => repeat(first, size) },
    { name: 'nothing but blank lines below it', make: size => body + repeat('\n', size) },
    { name: 'ever deeper below it', make: size => body + deeper(size) },
    { name: 'tabs', make: size => body + repeat('\tx\n', size) },
    ...['a', ' ', '-', '=', ':', '/', '.', '(', '"', '%', '1', '\t', '<', 'A1,', 'a: ', '1 ', ', '].map(
      piece => ({
        name: `one line of ${JSON.stringify(piece)} below it`,
        make: (size: number) => `${body}${repeat(piece, size)}!\n`,
      }),
    ),
    { name: 'each line stretched at its blanks', make: size => spread(lines, size, stretchBlanks) },
    { name: 'each line stretched at its words', make: size => spread(lines, size, stretchWords) },
    { name: 'each line repeated within itself', make: size => spread(lines, size, repeatWithin) },
    { name: 'each line with a long tail', make: size => spread(lines, size, longTail) },
    {
      name: 'each line with blanks behind and one more character',
      make: size => spread(lines, size, blanksBehind),
    },
    { name: 'every heading without its end', make: size => many(lines, size) },
  ]
}

/** One line stretched to a size, in each of the ways: what a single expression has to cope with. */
export function nearMisses(line: string): Hostile[] {
  return [
    { name: 'blanks stretched', make: size => `${stretchBlanks(line, size)}\n` },
    { name: 'words stretched', make: size => `${stretchWords(line, size)}\n` },
    { name: 'repeated within itself', make: size => `${repeatWithin(line, size)}\n` },
    { name: 'long tail', make: size => `${longTail(line, size)}\n` },
    { name: 'blanks behind', make: size => `${blanksBehind(line, size)}\n` },
  ]
}

/** Lines that differ in more than their digits, at most `most` of them. */
export function stems(texts: readonly string[], most: number): string[] {
  const found = new Map<string, string>()
  for (const line of texts.flatMap(text => text.split('\n'))) {
    const stem = line.trim().replace(/[0-9a-f]*\d[0-9a-f]*/gi, '0')
    if (stem !== '' && !found.has(stem)) found.set(stem, line)
  }
  const all = [...found.values()]
  const step = Math.max(1, Math.ceil(all.length / most))
  return all.filter((_, at) => at % step === 0)
}

function repeat(piece: string, size: number): string {
  return piece.repeat(Math.max(1, Math.ceil(size / Math.max(1, piece.length))))
}

function numbered(body: string, size: number): string {
  const copies = Math.max(1, Math.ceil(size / body.length))
  return Array.from({ length: copies }, (_, copy) => body.replace(/([A-Za-z-]\d*)$/gm, `$1${copy}`)).join('')
}

/** Every copy has interfaces, units, servers of its own: lists that are merged by name grow with the text. */
function renamed(body: string, size: number): string {
  const copies = Math.max(1, Math.ceil(size / body.length))
  const copy = (_: unknown, number: number): string =>
    body.replace(NAMES, (_match, name: string) => `${name}${number}`)
  return Array.from({ length: copies }, copy).join('')
}

/** What a line names: its first word behind the words of a configuration that lead up to a name. */
const NAMES =
  /^(\s*(?:(?:interface|vrf|profile|hostname|ip|ntp|trustpoint|crypto|definition|context|server|host) ?)*"?[A-Za-z][\w./-]*?)(?=["\s:]|$)/gm

function deeper(size: number): string {
  const out: string[] = []
  for (let depth = 1, length = 0; length < size; depth += 1) {
    out.push(`${' '.repeat(depth)}x`)
    length += depth + 2
  }
  return `${out.join('\n')}\n`
}

/** All lines changed one after the other, over and over; each gets its share, but at least a kilobyte. */
function spread(
  lines: readonly string[],
  size: number,
  change: (line: string, size: number) => string,
): string {
  const share = Math.max(1_000, Math.floor(size / Math.max(1, lines.length)))
  const out: string[] = []
  for (let at = 0, length = 0; length < size; at += 1) {
    const line = change(lines[at % Math.max(1, lines.length)] ?? '', share)
    out.push(line)
    length += line.length + 1
  }
  return `${out.join('\n')}\n`
}

function many(lines: readonly string[], size: number): string {
  const heads = lines.filter(line => /^\S.*:?$/.test(line))
  return repeat(`${(heads.length > 0 ? heads : lines).join('\n')}\n`, size)
}

function stretchBlanks(line: string, size: number): string {
  const gaps = line.trim().split(/\s+/).length
  return line.trim().replace(/\s+/g, ' '.repeat(Math.max(1, Math.floor(size / Math.max(1, gaps)))))
}

function stretchWords(line: string, size: number): string {
  const words = line.trim().split(/\s+/)
  const share = Math.max(1, Math.floor(size / words.length))
  const stretched = words.map(word => (/^[\w.:/-]+$/.test(word) ? word + word.slice(-1).repeat(share) : word))
  return `${line.slice(0, line.length - line.trimStart().length)}${stretched.join(' ')}`
}

function repeatWithin(line: string, size: number): string {
  return repeat(`${line} `, size)
}

function longTail(line: string, size: number): string {
  return `${line}${repeat('x', size)}`
}

function blanksBehind(line: string, size: number): string {
  return `${line}${repeat(' ', size)}\u00a7`
}
