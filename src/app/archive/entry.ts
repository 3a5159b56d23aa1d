// A file inside an archive, and the names that are accepted for it.

export interface ArchiveEntry {
  /** Path inside the archive, with `/`. */
  readonly name: string
  /** To be read to its end, or left alone, before the next entry is asked for. */
  readonly body: AsyncIterable<Uint8Array>
}

/** What an archive yields: entries, and sentences (without a name in front) about what was left out. */
export type ArchiveItem = ArchiveEntry | { readonly note: string }

/** The cleaned name; a reason when an entry so named is not read. Nothing is written, but names end up in reports. */
export function checkName(name: string): { readonly name: string } | { readonly reason: string } {
  const path = name.replace(/\\/g, '/')
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return { reason: 'its name is an absolute path' }
  const parts = path.split('/').filter(part => part !== '' && part !== '.')
  if (parts.includes('..')) return { reason: 'its name leads out of the archive' }
  if (path.includes('\0')) return { reason: 'its name holds a NUL' }
  return { name: printable(parts.join('/')) }
}

/** A name that can be shown: no control characters, no direction marks, not endless. */
export function printable(name: string): string {
  return name
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '?')
    .slice(0, 300)
}

/** Hidden files and what macOS adds to archives. */
export function isHidden(name: string): boolean {
  return name.split('/').some(part => /^\.[^.]/.test(part) || part === '__MACOSX')
}
