// Use case: saved texts with what is private in them masked. Reads and writes files; prints nothing.
import { mkdir, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { RedactionLevel } from '../model/redaction.ts'
import type { MaskKind } from '../redact/kinds.ts'
import { createRedactor, type Masked, type RedactorOptions, redactText } from '../redact/redactor.ts'
import { unredact } from '../redact/unredact.ts'
import { printable } from './archive/entry.ts'
import { newMap, openMap, saveMap } from './redact/map-file.ts'
import { fileText, type Pieces, streamText } from './redact/source.ts'
import { writeWhole } from './redact/target.ts'

export interface RedactRequest {
  /** A file, a directory, or `-` for `stdin`. */
  readonly path: string
  readonly stdin: NodeJS.ReadableStream
  readonly level: RedactionLevel
  /** A file; for a directory a directory. Left out: `print` gets the text. */
  readonly output?: string
  /** The private map: read when it is there, written at the end. */
  readonly map?: string
  readonly print: (text: string) => Promise<void>
}

/** What was masked in one text. */
export interface RedactedText {
  /** As the person named it. */
  readonly file: string
  readonly counts: Readonly<Partial<Record<MaskKind, number>>>
  readonly masked: readonly Masked[]
}

export interface RedactResult {
  readonly texts: readonly RedactedText[]
  /** Sentences about files that were left out. */
  readonly problems: readonly string[]
}

/** Masks a file, a directory or standard input. Throws a sentence when nothing can be done at all. */
export async function redactSaved(request: RedactRequest): Promise<RedactResult> {
  const map = request.map === undefined ? newMap() : await openMap(request.map)
  const options: RedactorOptions = { level: request.level, map: map.pseudonyms }
  const result = await redactPath(request, options)
  // The names of a run are read back with this file alone: it is written even where one of many texts failed.
  if (request.map !== undefined) await saveMap(request.map, map)
  return result
}

async function redactPath(request: RedactRequest, options: RedactorOptions): Promise<RedactResult> {
  const { path, output } = request
  if (path === '-')
    return await single(
      'standard input',
      await streamText(request.stdin, needsNames(options)),
      request,
      options,
    )
  if (!(await stat(path)).isDirectory())
    return await single(printable(path), () => fileText(path), request, options)
  if (output === undefined)
    throw new Error(`${printable(path)} is a directory: say with --output where its masked files go`)
  return await redactFolder(path, output, request.map, options)
}

/** The text with the names and addresses of the map put back. Throws a sentence when the map is not there. */
export async function readBack(path: string, mapFile: string, stdin: NodeJS.ReadableStream): Promise<string> {
  await stat(mapFile)
  const { pseudonyms } = await openMap(mapFile)
  const pieces = path === '-' ? await streamText(stdin, true) : (): AsyncIterable<string> => fileText(path)
  let text = ''
  for await (const piece of pieces()) text += piece
  return unredact(text, pseudonyms.entries())
}

/** Names are learnt in a first reading, so that one which only a later line explains is masked from the start. */
function needsNames({ level }: RedactorOptions): boolean {
  return level !== 'secrets'
}

async function single(
  file: string,
  pieces: Pieces,
  { path, output, print }: RedactRequest,
  options: RedactorOptions,
): Promise<RedactResult> {
  if (output !== undefined && (await sameFile(output, path)))
    throw new Error(`the masked text would replace ${file} itself; name another --output`)
  if (needsNames(options)) await learn(pieces, options)
  const text =
    output === undefined
      ? await mask(file, pieces, options, print)
      : await writeWhole(output, write => mask(file, pieces, options, write))
  return { texts: [text], problems: [] }
}

async function sameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map(path => realpath(path).catch(() => undefined)))
  return a !== undefined && a === b
}

async function learn(pieces: Pieces, options: RedactorOptions): Promise<void> {
  const redactor = createRedactor(options)
  for await (const piece of pieces()) redactor.push(piece)
  redactor.finish()
}

async function mask(
  file: string,
  pieces: Pieces,
  options: RedactorOptions,
  write: (text: string) => Promise<void>,
): Promise<RedactedText> {
  const redactor = createRedactor(options)
  for await (const piece of pieces()) await write(redactor.push(piece))
  await write(redactor.finish())
  return { file, counts: redactor.counts(), masked: redactor.report() }
}

/** Every file of the folder, under its own name with the names in it masked. */
async function redactFolder(
  folder: string,
  target: string,
  map: string | undefined,
  options: RedactorOptions,
): Promise<RedactResult> {
  await mkdir(target, { recursive: true })
  await assertApart(folder, target, map)
  const problems: string[] = []
  const files = await filesBelow(folder, problems)
  // A failure of one file keeps no other from being masked.
  const each = async (work: (file: string) => Promise<void>): Promise<void> => {
    for (const file of files) {
      try {
        await work(file)
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error)
        if (!problems.includes(sentence)) problems.push(sentence)
      }
    }
  }
  if (needsNames(options)) await each(file => learn(() => fileText(join(folder, file)), options))
  const texts: RedactedText[] = []
  const taken = new Set<string>()
  await each(async file => {
    const name = join(folder, file)
    const put = join(target, freeName(redactText(file, options), taken))
    await mkdir(dirname(put), { recursive: true })
    const pieces: Pieces = () => fileText(name)
    texts.push(await writeWhole(put, write => mask(printable(name), pieces, options, write)))
  })
  return { texts, problems }
}

/** Two names may differ in what was masked alone. */
function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let turn = 2; taken.has(free.toLowerCase()); turn += 1) free = `${name}-${turn}`
  taken.add(free.toLowerCase())
  return free
}

/** Masked files among the others would be masked again, and the map beside them would give everything away. */
async function assertApart(folder: string, target: string, map: string | undefined): Promise<void> {
  const [from, to] = await Promise.all([realpath(folder), realpath(target)])
  if (isInside(to, from) || isInside(from, to))
    throw new Error(
      `${printable(target)} lies in ${printable(folder)} or the other way round; name another --output`,
    )
  if (map !== undefined && isInside(await realpath(dirname(map)), to))
    throw new Error('the private map must not lie where the masked files go; name another place with --map')
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep)
}

const MAX_DEPTH = 8

/** Paths below the folder. Hidden files and links are left out: what a link leads to may not be meant. */
async function filesBelow(folder: string, problems: string[]): Promise<string[]> {
  const found: string[] = []
  const walk = async (below: string, depth: number): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = join(below, entry.name)
      if (entry.name.startsWith('.')) continue
      if (entry.isDirectory() && depth < MAX_DEPTH) await walk(path, depth + 1)
      else if (entry.isFile()) found.push(path)
      else
        problems.push(
          `${printable(join(folder, path))} was left out: it is a link, lies too deep or is no file`,
        )
    }
  }
  await walk('', 0)
  if (found.length === 0)
    throw new Error(`${printable(folder)} holds no files; name a folder with saved output`)
  return found.sort()
}
