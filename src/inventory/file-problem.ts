// Why a file a person named cannot be read, in words that say what to do.

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  EACCES: 'permission denied; check its owner and mode',
  EISDIR: 'it is a directory; name a file in it',
  ENOTDIR: 'a part of the path is a file; check the path',
}

/** @param what e.g. `the private key` */
export function unreadable(what: string, path: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
  return new Error(`cannot read ${what} ${path}: ${REASONS[code] ?? code}`)
}
