// Waiver files: read under bounds, every mistake told with its line and the next step.
import { open } from 'node:fs/promises'
import { type ShapeProblem, shapeProblems } from '../../diagnose/shape.ts'
import { didYouMean } from '../../diagnose/suggest.ts'
import { MAX_FILE_BYTES, readYaml, type YamlFile } from '../../diagnose/yaml.ts'
import { unreadable } from '../../inventory/file-problem.ts'
import { EXPIRED_RULE } from './expired.ts'
import { waiversSchema } from './schema.ts'
import type { Waiver } from './waiver.ts'

/** No pattern a person writes is longer. */
const MAX_PATTERN = 300

/**
 * All waivers of the files.
 * @param rules ids a waiver may name
 * @throws Error with every mistake as `FILE:LINE: ...`
 */
export async function readWaivers(paths: readonly string[], rules: ReadonlySet<string>): Promise<Waiver[]> {
  const read = await Promise.all(paths.map(async path => waiversIn(path, await textOf(path), rules)))
  const problems = read.flatMap(one => one.problems)
  if (problems.length > 0)
    throw new Error(
      `the waivers cannot be used: mend them, or leave --waivers out\n${problems.map(one => `  ${one}`).join('\n')}`,
    )
  return read.flatMap(one => one.waivers)
}

interface Read {
  readonly waivers: readonly Waiver[]
  readonly problems: readonly string[]
}

export function waiversIn(path: string, text: string, rules: ReadonlySet<string>): Read {
  const yaml = readYaml(text.replace(/^\ufeff/, ''))
  if ('problem' in yaml) {
    const at = yaml.line === undefined ? path : `${path}:${yaml.line}`
    return { waivers: [], problems: [`${at}: ${yaml.problem}`] }
  }
  const tell = ({ field, message }: ShapeProblem): string =>
    `${path}:${yaml.lineOf(field)}: ${field === '' ? 'the file ' : `${field} `}${message}`
  const shape = shapeProblems(yaml.data, waiversSchema)
  if (shape.length > 0) return { waivers: [], problems: shape.map(plainly).map(tell) }
  const { waivers } = yaml.data as { readonly waivers: readonly Written[] }
  const problems = waivers.flatMap((one, at) => mistakesOf(one, `waivers.${at}`, rules)).map(tell)
  return { waivers: waivers.map((one, at) => located(one, at, path, text, yaml)), problems }
}

type Written = Pick<Waiver, 'rule' | 'device' | 'element' | 'reason' | 'owner' | 'expires'>

function located(one: Written, at: number, file: string, text: string, yaml: YamlFile): Waiver {
  const line = yaml.lineOf(`waivers.${at}`)
  return { ...one, file, line, text: (text.split('\n')[line - 1] ?? '').trim() }
}

/** A date that YAML took for a number, and the like. */
function plainly(problem: ShapeProblem): ShapeProblem {
  if (problem.field === '')
    return { ...problem, message: 'holds no waivers: begin with `waivers:` and give each as `- rule: ...`' }
  return /\.expires$/.test(problem.field) && !problem.message.startsWith('is missing')
    ? { ...problem, message: 'is no date; write YYYY-MM-DD, the last day the waiver holds' }
    : problem
}

function mistakesOf(one: Written, field: string, rules: ReadonlySet<string>): ShapeProblem[] {
  const problems: ShapeProblem[] = []
  const tell = (key: keyof Written, message: string): void => {
    problems.push({ field: `${field}.${key}`, message })
  }
  if (one.rule === EXPIRED_RULE)
    tell('rule', `cannot be ${EXPIRED_RULE}: give the expired waiver a new date, or take it out`)
  else if (!rules.has(one.rule))
    tell(
      'rule',
      `names no rule: ${one.rule}${didYouMean(one.rule, rules)}; \`smartlic rules list\` shows all, --rules adds those of a pack`,
    )
  if (!isDate(one.expires)) tell('expires', `is no day of the calendar: ${one.expires}; write YYYY-MM-DD`)
  if (/^(?:group|tag|host):\s*$/.test(one.device)) tell('device', 'names nothing behind the colon')
  for (const key of ['device', 'element'] as const)
    if ((one[key]?.length ?? 0) > MAX_PATTERN)
      tell(key, `is longer than ${MAX_PATTERN} characters; write several waivers`)
  return problems
}

function isDate(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  // 2027-02-30 is read as the 2nd of March by some engines.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

async function textOf(path: string): Promise<string> {
  const failed = (error: unknown): never => {
    throw unreadable('the waivers', path, error)
  }
  const handle = await open(path, 'r').catch(failed)
  try {
    if ((await handle.stat()).isDirectory()) failed({ code: 'EISDIR' })
    // A character takes four bytes at most; what is longer than that is refused for its length.
    const buffer = Buffer.alloc(4 * MAX_FILE_BYTES + 1)
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
    return bytesRead === buffer.length
      ? ' '.repeat(MAX_FILE_BYTES + 1)
      : buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
