// Configuration lines of a person's, and what they would do to a device. Reads the file, prints nothing.
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { RuleSet } from '../diagnose/load.ts'
import { hasLostIndentation, whatIf } from '../diagnose/whatif/index.ts'
import type { CaptureSet } from '../model/capture.ts'
import { isPlatform, PLATFORM_NAMES } from '../model/platform.ts'
import type { DeviceWhatIf } from '../model/report.ts'
import type { Thresholds } from '../model/thresholds.ts'
import { stripControls } from '../parse/text.ts'
import { withoutSecrets } from './judge/secrets.ts'
import { type CoverFindings, judgedDevice, statusOf } from './judge.ts'
import { shownLine } from './whatif/shown.ts'

export interface Snippet {
  /** File name without its folder: the report may travel. */
  readonly source: string
  readonly lines: readonly string[]
}

/** No configuration a person types comes near it. */
const MAX_BYTES = 1_000_000
const MAX_LINES = 5_000

/** Throws with a sentence when the file cannot be read or holds no lines. */
export async function readSnippet(path: string): Promise<Snippet> {
  const text = stripControls(await readText(path)).replace(/^\ufeff/, '')
  const lines = text.split('\n').map(line => line.trimEnd())
  if (lines.every(line => line.trim() === '' || line.trim().startsWith('!')))
    throw new Error(`${path} holds no configuration lines; give a file with the lines you would type`)
  if (lines.length > MAX_LINES)
    throw new Error(
      `${path} holds more than ${MAX_LINES} lines; give a file with the lines you would type, not a whole configuration`,
    )
  return { source: basename(path), lines }
}

async function readText(path: string): Promise<string> {
  const file = await open(path)
  try {
    const stats = await file.stat()
    // Reading a folder fails without its name.
    if (stats.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR', path })
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_BYTES + 1), 0, MAX_BYTES + 1, null)
    if (bytesRead > MAX_BYTES)
      throw new Error(`${path} is larger than 1 MB; give a file with the lines you would type`)
    const bytes = buffer.subarray(0, bytesRead)
    if (bytes.includes(0)) throw new Error(`${path} is no text; give a file with the lines you would type`)
    return bytes.toString('utf8')
  } finally {
    await file.close()
  }
}

/** The device with the lines applied. What only its next try settles does not count towards its status. */
export function deviceWhatIf(
  set: CaptureSet,
  rules: RuleSet,
  snippet: Snippet,
  thresholds?: Thresholds,
  cover?: CoverFindings,
): DeviceWhatIf {
  const { source, lines } = snippet
  const forecast = whatIf(set, rules, lines, {
    show: shownLine,
    everyLine: true,
    ...(thresholds === undefined ? {} : { thresholds }),
  })
  if (forecast === undefined) return { source, status: 'unknown', findings: [], problem: noForecast(set) }
  const { effect, findings, store, untold } = forecast
  const open = new Set(effect.undecided)
  const counted = findings.filter(finding => !open.has(finding.rule))
  const shown = new Set([...effect.leaves, ...effect.appears])
  const named = new Map(
    counted
      .filter(finding => finding.outcome === 'fail' && shown.has(finding.rule))
      .map(({ rule, title, severity }) => [rule, { rule, title, severity }]),
  )
  const shownNow = cover?.(judgedDevice(set, store.facts, findings), withoutSecrets(counted)) ?? counted
  const status = statusOf(set, store.facts, shownNow, rules)
  // A check that passed and cannot be told any more may fail.
  const doubtful = status === 'healthy' && untold.some(rule => rules.byId.get(rule)?.role === 'cause')
  return { source, status: doubtful ? 'unknown' : status, effect, findings: [...named.values()] }
}

function noForecast(set: CaptureSet): string {
  const { platform } = set
  if (platform === undefined || !isPlatform(platform))
    return 'nothing can be forecast: the platform is not known; give --platform'
  if (hasLostIndentation(set))
    return 'nothing can be forecast: the running configuration in the input has lost its indentation; save the output of `show running-config` anew, from the terminal or its log'
  return `nothing can be forecast: the input holds no running configuration of this ${PLATFORM_NAMES[platform]} device; add the output of \`show running-config\``
}
