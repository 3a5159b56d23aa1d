// Where a report goes and in which format: --format and any number of --output.
import { resolve } from 'node:path'
import { FORMATS, type Format, formatOf, isFormat } from './formats.ts'

export interface Destination {
  readonly format: Format
  /** Undefined: stdout. */
  readonly file?: string
}

/**
 * `--output FILE` takes its format from --format, else from its name; `--output FORMAT=FILE` says it, and `-` is stdout.
 * When every output says its own format, --format is for stdout; without any output there is stdout alone.
 * @throws a sentence when two reports would end in one place
 */
export function destinationsOf(
  format: Format | undefined,
  outputs: readonly string[] | undefined,
): Destination[] {
  const asked = (outputs ?? []).map(read)
  const named = asked.every(one => one.format !== undefined)
  const all = asked.map(({ format: own, file }) => destination(own ?? format ?? formatOf(file), file))
  if (asked.length === 0 || (named && format !== undefined)) all.unshift(destination(format ?? 'text', '-'))
  assertApart(all)
  return all
}

function destination(format: Format, file: string): Destination {
  return file === '-' ? { format } : { format, file }
}

function read(value: string): { readonly format?: Format; readonly file: string } {
  if (value === '') throw new Error('--output names no file')
  const [, word = '', file = ''] = /^([a-z]+)=(.*)$/s.exec(value) ?? []
  if (word === '') return { file: value }
  if (!isFormat(word))
    throw new Error(
      `--output ${value}: there is no format ${word}; choose one of ${FORMATS.join(', ')}, or write ./${value} if that is the file's name`,
    )
  if (file === '') throw new Error(`--output ${value} names no file; \`${word}=-\` is standard output`)
  return { format: word, file }
}

function assertApart(all: readonly Destination[]): void {
  const taken = new Set<string>()
  for (const { file } of all) {
    const place = file === undefined ? '' : resolve(file)
    if (taken.has(place))
      throw new Error(
        file === undefined
          ? 'two reports cannot go to standard output; give one of them a file: --output FORMAT=FILE'
          : `two reports cannot go to ${file}; give each a file of its own`,
      )
    taken.add(place)
  }
}
