// Rule files as text: YAML read under bounds. Only for compiling, user packs and tests; shipped rules come as JSON.
import { parse } from 'yaml'
import type { RuleDocument, RuleProblem } from './load.ts'

export const MAX_FILE_BYTES = 64 * 1024
export const MAX_FILES = 1000
const MAX_DEPTH = 12

export interface RuleFile {
  /** Path with `/`, for messages; its name is the rule's id. */
  readonly path: string
  readonly text: string
}

/** Reads the YAML of each file; aliases are refused (they can blow up), as is deep nesting. */
export function readDocuments(files: readonly RuleFile[]): {
  documents: RuleDocument[]
  problems: RuleProblem[]
} {
  const documents: RuleDocument[] = []
  const problems: RuleProblem[] = []
  for (const { path, text } of files.slice(0, MAX_FILES)) {
    const read = readYaml(text)
    if ('problem' in read) problems.push({ file: path, field: '', message: read.problem })
    else documents.push({ file: path, data: read.data })
  }
  if (files.length > MAX_FILES) {
    const file = files[MAX_FILES]?.path ?? ''
    problems.push({
      file,
      field: '',
      message: `a pack may hold ${MAX_FILES} files; this and later ones are left out`,
    })
  }
  return { documents, problems }
}

/** The value of a YAML text, or why it cannot be had. */
export function readYaml(text: string): { data: unknown } | { problem: string } {
  if (text.length > MAX_FILE_BYTES) return { problem: `the file is larger than ${MAX_FILE_BYTES / 1024} KB` }
  try {
    const data: unknown = parse(text, { maxAliasCount: 0, prettyErrors: true, logLevel: 'error' })
    return deeperThan(data, MAX_DEPTH) ? { problem: `nested deeper than ${MAX_DEPTH} levels` } : { data }
  } catch (error) {
    // A stack overflow in the reader is nesting, too.
    if (error instanceof RangeError) return { problem: 'nested too deep' }
    const [first = 'no YAML'] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { problem: `is no readable YAML: ${first.replace(/:$/, '')}` }
  }
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some(child => deeperThan(child, levels - 1))
}
