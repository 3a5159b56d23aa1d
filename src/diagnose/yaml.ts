// YAML of people's own files, read under bounds: size, nesting, no aliases. Says on which line each field stands.
import { type Document, isMap, isPair, isScalar, isSeq, Lexer, LineCounter, parseDocument } from 'yaml'

export const MAX_FILE_BYTES = 64 * 1024
const MAX_DEPTH = 12
/** Bounds of the text, far above what MAX_DEPTH allows: they keep the reader's own recursion shallow. */
const MAX_BRACKETS = 60
const MAX_COLUMN = 160

export interface YamlFile {
  readonly data: unknown
  /** 1-based line of a field such as `fix.0.risk`, or of the nearest thing above it that is there. */
  lineOf(field: string): number
}

export interface YamlProblem {
  readonly problem: string
  readonly line?: number
}

/** The value of a YAML text, or why it cannot be had. Linear in the text's length, whatever the text. */
export function readYaml(text: string): YamlFile | YamlProblem {
  if (text.length > MAX_FILE_BYTES)
    return { problem: `the file is larger than ${MAX_FILE_BYTES / 1024} KB; split it` }
  const deep = deepLine(text)
  if (deep !== undefined) return { problem: 'nested too deep; a rule needs a few levels only', line: deep }
  const lines = new LineCounter()
  try {
    // Pretty errors quote the text around each of possibly thousands of errors; the first is enough.
    // Looking for keys that are there twice takes the reader quadratic time: it is done below.
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'error',
    })
    const [error] = document.errors
    if (error !== undefined) {
      return {
        problem: `is no readable YAML: ${short(error.message)}`,
        line: lines.linePos(error.pos[0]).line,
      }
    }
    const twice = repeatedKey(document.contents)
    if (twice !== undefined) {
      const line = lines.linePos(twice.at).line
      return { problem: `is no readable YAML: the key ${short(twice.key)} is there twice`, line }
    }
    const data: unknown = document.toJS({ maxAliasCount: 0 })
    if (deeperThan(data, MAX_DEPTH)) return { problem: `nested deeper than ${MAX_DEPTH} levels` }
    return { data, lineOf: field => lines.linePos(offsetOf(document, field)).line }
  } catch (error) {
    if (error instanceof ReferenceError) return { problem: 'holds an alias (*name); write the value itself' }
    // A stack overflow in the reader is nesting, too.
    if (error instanceof RangeError) return { problem: 'nested too deep; a rule needs a few levels only' }
    return {
      problem: `is no readable YAML: ${short(error instanceof Error ? error.message : String(error))}`,
    }
  }
}

/**
 * The line on which nesting gets out of hand. The reader recurses for each level, and Node 20 may die, not throw,
 * when a regular expression is compiled at the very end of the stack; so the tokens are looked at first.
 */
function deepLine(text: string): number | undefined {
  let line = 1
  let brackets = 0
  let column = 0
  let leading = true
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets++
    else if (token === ']' || token === '}') brackets--
    if (brackets === 0 || leading) {
      if (token === '-' || token === '?') column++
      else if (leading && token.trim() === '' && !token.includes('\n')) column += token.length
      else leading = false
    }
    if (brackets > MAX_BRACKETS || column > MAX_COLUMN) return line
    if (!token.includes('\n')) continue
    line += token.split('\n').length - 1
    column = 0
    leading = true
  }
  return undefined
}

/** The reader quotes what it did not understand, however long that is. */
function short(message: string): string {
  const [line = ''] = message.split('\n')
  return line.length > 160 ? `${line.slice(0, 160)}...` : line
}

function repeatedKey(node: unknown): { key: string; at: number } | undefined {
  if (isSeq(node)) return first(node.items, repeatedKey)
  if (!isMap(node)) return undefined
  const seen = new Set<string>()
  return first(node.items, pair => {
    const key = String(pair.key)
    if (seen.has(key)) return { key, at: startOf(pair.key) }
    seen.add(key)
    return repeatedKey(pair.value)
  })
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** Where the field, or the last part of its path that is there, begins. */
function offsetOf(document: Document.Parsed, field: string): number {
  let node: unknown = document.contents
  let at = startOf(node)
  for (const key of field === '' ? [] : field.split('.')) {
    const item: unknown = isSeq(node)
      ? node.items[Number(key)]
      : isMap(node)
        ? node.items.find(pair => isScalar(pair.key) && String(pair.key.value) === key)
        : undefined
    if (item === undefined) break
    at = startOf(isPair(item) ? item.key : item)
    node = isPair(item) ? item.value : item
  }
  return at
}

function startOf(node: unknown): number {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  return Array.isArray(range) ? Number(range[0]) : 0
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some(child => deeperThan(child, levels - 1))
}
