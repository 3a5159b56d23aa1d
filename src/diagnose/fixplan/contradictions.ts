// Whether two fixes can stand in one plan, and if not, in words, why.
import type { Platform } from '../../model/platform.ts'
import type { Candidate } from './candidates.ts'
import { usedTransport } from './means.ts'
import { settingOf, topicOf } from './settings.ts'
import { placeOf, type Statement, statementsOf, typedLine } from './statement.ts'

/** Why `later` is left out when `kept` stays; undefined when they go together. */
export function contradiction(kept: Candidate, later: Candidate, platform: Platform): string | undefined {
  for (const plane of ['config', 'admin_config'] as const) {
    const a = statementsOf(kept.fix.parts[plane])
    const b = statementsOf(later.fix.parts[plane])
    if (a.length === 0 || b.length === 0) continue
    const reason =
      differentValue(a, b, platform, kept.finding.rule) ??
      takesBack(a, b, kept.finding.rule) ??
      replacesDifferently(a, b, kept.finding.rule) ??
      otherTransport(a, b, kept.finding.rule)
    if (reason !== undefined) return reason
  }
  return undefined
}

function differentValue(
  a: readonly Statement[],
  b: readonly Statement[],
  platform: Platform,
  rule: string,
): string | undefined {
  const values = new Map(settings(a, platform))
  for (const [key, mine] of settings(b, platform)) {
    const other = values.get(key)
    if (other === undefined || other.line === mine.line) continue
    return `sets ${quoted(mine)}${under(mine)}, while ${rule} sets ${quoted(other)}; decide ${topicOf(mine)}`
  }
  return undefined
}

/** Single-valued commands a fix leaves set, by key. */
function settings(statements: readonly Statement[], platform: Platform): [string, Statement][] {
  return statements.flatMap(statement => {
    const key = statement.negated ? undefined : settingOf(platform, statement.path, statement.line)
    return key === undefined ? [] : [[key, statement] as [string, Statement]]
  })
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
