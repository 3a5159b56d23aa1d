// Rule files as text, read under bounds. Only for compiling, user packs and tests; shipped rules come as JSON.
import type { RuleDocument, RuleProblem } from './load.ts'
import { readYaml } from './yaml.ts'

export const MAX_FILES = 1000
/** All files of a pack together. */
export const MAX_PACK_BYTES = 8 * 1024 * 1024

export interface RuleFile {
  /** Path within the pack, with `/`; its name is the rule's id. */
  readonly path: string
  readonly text: string
  /** The path as the person knows it; `path` when absent. */
  readonly label?: string
}

export interface Documents {
  readonly documents: readonly RuleDocument[]
  readonly problems: readonly RuleProblem[]
}

/** Reads the YAML of each file. What is too large, too deep, too much or no YAML is a problem, one sentence each. */
export function readDocuments(files: readonly RuleFile[]): Documents {
  const documents: RuleDocument[] = []
  const problems: RuleProblem[] = []
  for (const file of files.slice(0, MAX_FILES)) {
    const read = readDocument(file)
    if ('message' in read) problems.push(read)
    else documents.push(read)
  }
  const over = files[MAX_FILES]
  if (over !== undefined) {
    const message = `a pack may hold ${MAX_FILES} files; this and later ones are left out: split the pack`
    problems.push({ file: over.label ?? over.path, field: '', message })
  }
  return { documents, problems }
}

/** One file as a document, or why it is none. */
export function readDocument(file: RuleFile): RuleDocument | RuleProblem {
  const label = file.label ?? file.path
  const read = readYaml(file.text)
  if (!('problem' in read)) return { file: file.path, label, ...read }
  return {
    file: label,
    field: '',
    message: read.problem,
    ...(read.line === undefined ? {} : { line: read.line }),
  }
}
