// Whether two fixes can stand in one plan, and if not, in words, why.
import type { Platform } from '../../model/platform.ts'
import type { Plane } from '../../platforms/config/index.ts'
import type { Candidate } from './candidates.ts'
import { usedTransport } from './means.ts'
import { type Setting, settingOf, topicOf } from './settings.ts'
import { placeOf, type Statement, statementsOf, typedLine } from './statement.ts'

interface Comparison {
  readonly platform: Platform
  readonly plane: Plane
  readonly rule: string
}

/** Why `later` is left out when `kept` stays; undefined when they go together. */
export function contradiction(kept: Candidate, later: Candidate, platform: Platform): string | undefined {
  const { rule } = kept.finding
  for (const part of ['config', 'admin_config'] as const) {
    const a = statementsOf(kept.fix.parts[part])
    const b = statementsOf(later.fix.parts[part])
    if (a.length === 0 || b.length === 0) continue
    const plane: Plane = part === 'config' ? 'exec' : 'admin'
    const reason =
      differentValue(a, b, { platform, plane, rule }) ??
      takesBack(a, b, rule) ??
      replacesDifferently(a, b, rule) ??
      otherTransport(a, b, rule)
    if (reason !== undefined) return reason
  }
  return undefined
}

interface Set {
  readonly statement: Statement
  readonly setting: Setting
}

function differentValue(
  a: readonly Statement[],
  b: readonly Statement[],
  { platform, plane, rule }: Comparison,
): string | undefined {
  const theirs = settings(a, platform, plane)
  for (const mine of settings(b, platform, plane)) {
    const other = theirs.find(one => excludes(one, mine) || excludes(mine, one))
    if (other === undefined) continue
    const { statement } = mine
    return `sets ${quoted(statement)}${under(statement)}, while ${rule} sets ${quoted(other.statement)}; decide ${topicOf(statement)}`
  }
  return undefined
}

/** Single-valued commands a fix leaves set. */
function settings(statements: readonly Statement[], platform: Platform, plane: Plane): Set[] {
  return statements.flatMap(statement => {
    const setting = statement.negated ? undefined : settingOf(platform, statement, plane)
    return setting === undefined ? [] : [{ statement, setting }]
  })
}

function excludes(one: Set, other: Set): boolean {
  if (one.setting.key === other.setting.key) return one.statement.line !== other.statement.line
  const { line } = other.statement
  return (
    samePath(one.statement, other.statement) &&
    one.setting.drops.some(start => line === start || line.startsWith(`${start} `))
  )
}

function takesBack(a: readonly Statement[], b: readonly Statement[], rule: string): string | undefined {
  for (const mine of b) {
    if (mine.negated && !setAgain(mine, b)) {
      const other = a.find(one => removes(mine, one))
      if (other !== undefined)
        return `removes ${quoted({ ...mine, negated: false })}${under(mine)}, which ${rule} needs; decide ${topicOf(other)}`
    }
    const other = mine.negated ? undefined : a.find(one => removes(one, mine) && !setAgain(one, a))
    if (other !== undefined)
      return `sets ${quoted(mine)}${under(mine)}, which ${rule} removes; decide ${topicOf(mine)}`
  }
  return undefined
}

/** `no vrf` takes back `vrf X`, and `no profile Y` everything inside profile Y. */
function removes(negation: Statement, statement: Statement): boolean {
  if (!negation.negated || statement.negated) return false
  const words = [...statement.path, statement.line]
  const depth = negation.path.length
  if (words.length <= depth || negation.path.some((line, at) => words[at] !== line)) return false
  const target = words[depth] ?? ''
  return target === negation.line || target.startsWith(`${negation.line} `)
}

/** The same fix puts a line of that kind back: it replaces, it does not remove. */
function setAgain(negation: Statement, own: readonly Statement[]): boolean {
  return own.some(other => removes(negation, other))
}

/** Both take the same line out, and put different lines in its place. */
function replacesDifferently(
  a: readonly Statement[],
  b: readonly Statement[],
  rule: string,
): string | undefined {
  for (const gone of b.filter(one => one.negated)) {
    const same = a.some(one => one.negated && one.line === gone.line && samePath(one, gone))
    if (!same) continue
    const mine = inPlaceOf(gone, b)
    const theirs = inPlaceOf(gone, a)
    if (mine === undefined || theirs === undefined || mine.line === theirs.line) continue
    return `puts ${quoted(mine)} in place of \`${gone.line}\`, while ${rule} puts ${quoted(theirs)}; decide ${topicOf(mine)}`
  }
  return undefined
}

/** The line of the same command, in the same place, that comes instead. */
function inPlaceOf(gone: Statement, own: readonly Statement[]): Statement | undefined {
  const [first, second] = gone.line.split(' ')
  return own.find(one => {
    const [a, b] = one.line.split(' ')
    return !one.negated && samePath(one, gone) && a === first && b === second
  })
}

function otherTransport(a: readonly Statement[], b: readonly Statement[], rule: string): string | undefined {
  const theirs = usedTransport(a)
  const mine = usedTransport(b)
  if (theirs === undefined || mine === undefined || theirs.means === mine.means) return undefined
  if (theirs.sets === undefined && mine.sets === undefined) return undefined
  if (theirs.sets !== undefined)
    return `configures ${mine.name}, which is not in use once ${rule} sets \`${theirs.sets}\`; decide how licensing messages travel`
  return `sets \`${mine.sets}\`, while ${rule} mends ${theirs.name}; decide how licensing messages travel`
}

function samePath(a: Statement, b: Statement): boolean {
  return a.path.length === b.path.length && a.path.every((line, at) => line === b.path[at])
}

function quoted(statement: Statement): string {
  return `\`${typedLine(statement)}\``
}

function under(statement: Statement): string {
  const place = placeOf(statement)
  return place === '' ? '' : ` under ${place}`
}
