// Names of files in a bundle, made from names of devices and commands: harmless on every system, never the same twice.

/** What a name may be long: both parts of a path fit into the header of the oldest tar. */
const LONGEST = 60
/** Windows takes these for devices, whatever ending they have. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** One word of letters, digits, `.`, `_` and `-` that starts with a letter or digit. */
export function safeName(name: string): string {
  const plain = name
    .slice(0, 4 * LONGEST)
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/^[._-]+/, '')
    .slice(0, LONGEST)
    .replace(/[._-]+$/, '')
  if (plain === '') return 'device'
  return RESERVED.test(plain) ? `x-${plain}` : plain
}

/** The safe name, numbered where it is taken: file systems may not tell capitals from small letters. */
export function freeName(name: string, taken: Set<string>): string {
  const safe = safeName(name)
  let free = safe
  for (let turn = 2; taken.has(free.toLowerCase()); turn += 1) free = `${safe}-${turn}`
  taken.add(free.toLowerCase())
  return free
}

/** `03-show-license-all.txt`. @param index counted from 0 */
export function captureName(index: number, command: string): string {
  const slug = command
    .slice(0, 4 * LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '')
  return `${String(index + 1).padStart(2, '0')}-${slug === '' ? 'command' : slug}.txt`
}
