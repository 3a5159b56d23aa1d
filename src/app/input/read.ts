// Files, folders and standard input as clean texts; what cannot be read becomes a note.
import type { Dirent } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { decodeInput, MAX_BYTES } from './decode.ts'

export interface InputText {
  /** As the person named it, for evidence and notes. */
  readonly origin: string
  /** File name without folders; '' for standard input. */
  readonly file: string
  /** Files of one folder may be the answers of one device. */
  readonly folder: string
  readonly folderName: string
  readonly text: string
}

export interface ReadResult {
  readonly texts: InputText[]
  readonly notes: string[]
}

const MAX_DEPTH = 5

export async function readTexts(
  paths: readonly string[],
  stdin: NodeJS.ReadableStream | undefined,
): Promise<ReadResult> {
  const result: ReadResult = { texts: [], notes: [] }
  for (const path of paths) {
    if (path === '-') await readStdin(stdin, result)
    else await readPath(path, result, 0)
  }
  return result
}

async function readStdin(stdin: NodeJS.ReadableStream | undefined, result: ReadResult): Promise<void> {
  if (stdin === undefined) {
    result.notes.push('standard input is not available here; name a file instead of -')
    return
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stdin) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    size += bytes.length
    // One byte beyond the limit is enough for the size check to speak.
    if (size > MAX_BYTES + bytes.length) break
    parts.push(bytes)
  }
  accept(
    Buffer.concat(parts),
    { origin: 'standard input', file: '', folder: '-', folderName: 'stdin' },
    result,
  )
}

async function readPath(path: string, result: ReadResult, depth: number): Promise<void> {
  try {
    const info = await stat(path)
    if (info.isDirectory()) await readFolder(path, result, depth)
    else if (info.isFile() || info.isFIFO()) await readOne(path, info.size, result)
    else result.notes.push(`${path} is neither a file nor a folder; give one with saved output`)
  } catch (error) {
    result.notes.push(`${path} ${sentence(error)}`)
  }
}

async function readFolder(path: string, result: ReadResult, depth: number): Promise<void> {
  if (depth >= MAX_DEPTH) {
    result.notes.push(`${path} lies too deep and was left out; name it on its own`)
    return
  }
  const entries = (await readdir(path, { withFileTypes: true }))
    .filter(isWanted)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  if (entries.length === 0) result.notes.push(`${path} holds no files; give a folder with saved output`)
  for (const entry of entries) await readPath(join(path, entry.name), result, depth + 1)
}

/** Hidden entries are left out, and so are links to folders, which may lead in circles. */
function isWanted(entry: Dirent): boolean {
  return !entry.name.startsWith('.') && (entry.isFile() || entry.isDirectory() || entry.isSymbolicLink())
}

async function readOne(path: string, size: number, result: ReadResult): Promise<void> {
  if (size > MAX_BYTES) {
    result.notes.push(`${path} is larger than ${MAX_BYTES / 1024 / 1024} MB; cut out the device's part`)
    return
  }
  const handle = await open(path, 'r')
  try {
    const folder = dirname(resolve(path))
    accept(
      await handle.readFile(),
      { origin: path, file: basename(path), folder, folderName: basename(folder) },
      result,
    )
  } finally {
    await handle.close()
  }
}

function accept(bytes: Uint8Array, from: Omit<InputText, 'text'>, result: ReadResult): void {
  const decoded = decodeInput(bytes)
  if ('problem' in decoded) result.notes.push(`${from.origin} ${decoded.problem}`)
  else result.texts.push({ ...from, text: decoded.text })
}

function sentence(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'does not exist; check the path'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user; check its permissions'
  if (code === 'ELOOP') return 'is a link that leads in circles; name the file itself'
  return `cannot be read (${error instanceof Error ? error.message : String(error)}); check the path`
}
