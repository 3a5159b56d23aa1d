// Build time: rule files and the fact schema to dist/rules.json, and what the schema says of each fact. The only file here that needs the schema library.
import { ruleContextSchema } from '../model/facts/derived.ts'
import type { FactEntry, FactType } from '../model/facts/reference.ts'
import { describeProblem, loadRules } from './load.ts'
import { type RuleFile, readDocuments } from './pack.ts'
import type { CompiledRules } from './ruleset.ts'
import { allPaths, type TypeName, type TypeTable, typeAt } from './types.ts'

/** Checks the files and gives what dist/rules.json holds. Problems name file and field; there must be none to ship. */
export function compileRules(files: readonly RuleFile[]): { json: CompiledRules; problems: string[] } {
  const types = factTypes()
  const { documents, problems } = readDocuments(files)
  const loading = loadRules(documents, types)
  return {
    json: { format: 'smartlic.rules/v1', types, rules: loading.set.rules },
    problems: [...problems, ...loading.problems].map(describeProblem),
  }
}

/** The fact schema, `derived` included, as a type table. */
export function factTypes(): TypeTable {
  const table: Record<string, Record<string, TypeName>> = {}
  typeOf(ruleContextSchema, '', table)
  return table
}

/** What the schema says of one fact. Whole branches are left out; a list of objects is an entry of its own. */
export type DescribedFact = Pick<FactEntry, 'path' | 'type' | 'unit' | 'meaning'>

/** Every fact in the order of the schema. A branch's own description stands before those of its facts. */
export function describeFacts(): DescribedFact[] {
  const facts: DescribedFact[] = []
  const walk = (schema: unknown, path: string, above: string): void => {
    const node = schema as SchemaNode
    const { def } = node
    const own = String(node.meta()?.['description'] ?? '')
    if (def.type === 'object') {
      for (const [name, child] of Object.entries(def.shape ?? {}))
        walk(child, path === '' ? name : `${path}.${name}`, own)
      return
    }
    const unit = node.meta()?.['x-unit'] ?? /(seconds|minutes|days)(_left)?$/.exec(path)?.[1]
    const meaning = above === '' || own === '' ? own : `${above}: ${own}`
    const objects = def.type === 'array' && (def.element as SchemaNode).def.type === 'object'
    const type = (objects ? 'list' : typeOf(schema, path, {})) as FactType
    facts.push({
      path,
      type,
      ...(type === 'int' && unit !== undefined ? { unit: String(unit) } : {}),
      meaning,
    })
    if (objects) walk(def.element, `${path}.*`, '')
  }
  walk(ruleContextSchema, '', '')
  return facts
}

/** Paths of the times among the base facts: what src/model/facts/time-paths.ts must hold. */
export function timePaths(): string[] {
  const types = factTypes()
  return allPaths(types).filter(path => typeAt(types, path) === 'time' && !path.startsWith('derived.'))
}

/** The text of src/model/facts/time-paths.ts. Reading device output needs the paths without the schema library. */
export function timePathsModule(): string {
  const lines = timePaths().map(path => `  '${path}',\n`)
  return `// Paths of the time facts. Made from schema.ts by build.mjs; do not edit.\nexport const TIME_PATHS: readonly string[] = [\n${lines.join('')}]\n`
}

/** The part of a zod schema that the fact schema uses. */
interface SchemaNode {
  meta(): Readonly<Record<string, unknown>> | undefined
  readonly def: {
    readonly type: string
    readonly shape?: Readonly<Record<string, unknown>>
    readonly element?: unknown
  }
}

function typeOf(schema: unknown, path: string, table: Record<string, Record<string, TypeName>>): TypeName {
  const node = schema as SchemaNode
  const { def } = node
  switch (def.type) {
    case 'string':
      return node.meta()?.['x-type'] === 'time' ? 'time' : 'string'
    case 'number':
      return 'int'
    case 'boolean':
      return 'bool'
    case 'array':
      return `list<${typeOf(def.element, path === '' ? '*' : `${path}.*`, table)}>`
    case 'object': {
      const fields: Record<string, TypeName> = {}
      for (const [name, child] of Object.entries(def.shape ?? {})) {
        fields[name] = typeOf(child, path === '' ? name : `${path}.${name}`, table)
      }
      table[path] = fields
      return path
    }
    default:
      throw new Error(
        `fact schema: ${path} is ${def.type}; rules know text, whole numbers, yes/no, lists and objects`,
      )
  }
}
