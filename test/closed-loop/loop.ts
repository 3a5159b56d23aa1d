// One closed loop: break a healthy device, check it, type the printed fix, check again, type the undo, check once more.
import { readAndJudge } from '../../src/app/check.ts'
import type { RuleSet } from '../../src/app/rules.ts'
import type { RunningDevice } from '../../src/lab/server.ts'
import type { Finding, Remediation } from '../../src/model/finding.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import { wrapConfig } from '../../src/platforms/index.ts'
import { FAST, TRUSTING } from '../session/scripted-device.ts'
import { Person } from './person.ts'
import type { Loop } from './table.ts'

/** The real check over SSH, with short waits. */
export async function check(device: RunningDevice, rules: RuleSet): Promise<DeviceReport> {
  const [report] = await readAndJudge(
    {
      targets: [
        {
          name: device.id,
          host: device.host,
          port: device.port,
          credentials: {
            username: device.username,
            password: device.password,
            ...(device.enableSecret === undefined ? {} : { enableSecret: device.enableSecret }),
          },
        },
      ],
      session: { hostKeys: TRUSTING, enable: true, limits: FAST },
      paceMs: 0,
      retries: 0,
    },
    rules,
  )
  if (report === undefined || report.problem !== undefined) {
    throw new Error(`${device.id} could not be read: ${report?.problem?.message}`)
  }
  return report
}

export const failing = (report: DeviceReport): Finding[] =>
  report.findings.filter(finding => finding.outcome !== 'pass')

/** Findings nothing explains, notes left out. */
export const standing = (report: DeviceReport): string[] => [
  ...new Set(
    failing(report)
      .filter(finding => finding.explained_by.length === 0 && finding.severity !== 'info')
      .map(finding => finding.rule),
  ),
]

/** The rule's finding as a reported cause. @throws with what was reported in its place */
function causeOf(loop: Loop, report: DeviceReport, when: string): Finding {
  const found = failing(report).find(finding => finding.rule === loop.rule)
  const seen = failing(report)
    .map(
      one =>
        `${one.rule} (${one.severity}${one.explained_by.length > 0 ? `, explained by ${one.explained_by}` : ''})`,
    )
    .join(', ')
  if (found === undefined)
    throw new Error(`${when}: ${loop.rule} did not fail; failing: ${seen || 'nothing'}`)
  if (found.explained_by.length > 0) {
    throw new Error(`${when}: ${loop.rule} is explained by ${found.explained_by}; failing: ${seen}`)
  }
  if (loop.severity === undefined ? found.severity === 'info' : found.severity !== loop.severity) {
    throw new Error(`${when}: ${loop.rule} is ${found.severity} only; failing: ${seen}`)
  }
  return found
}

function attemptOf(loop: Loop, report: DeviceReport, device: RunningDevice): string[] {
  if (loop.exec !== undefined) return loop.exec === '' ? [] : [loop.exec]
  if (report.generation === 'policy') return ['license smart sync all']
  const admin = device.device.vars['register_status'] !== undefined ? 'admin ' : ''
  return [`${admin}license smart renew auth`]
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** `10:20:30 4 March 2026`, so many days ago. */
function clockWords(days: number): string {
  const at = new Date(Date.now() - days * 86_400_000)
  return `${at.toISOString().slice(11, 19)} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`
}

const TIMES: Readonly<Record<string, () => string>> = {
  NOW: () => clockWords(0),
  'HALF-A-YEAR-AGO': () => clockWords(190),
}

/** Placeholders filled in. @throws when a person would not know what to put */
function filled(lines: readonly string[], loop: Loop): string[] {
  return lines.map(line =>
    line.replace(/<([A-Z][A-Z0-9_-]*)>/g, (whole, name: string) => {
      const value = TIMES[name]?.() ?? loop.fill[name]
      if (value === undefined) throw new Error(`the loop does not say what to put for ${whole} in "${line}"`)
      return value
    }),
  )
}

/** What the person may type as it is: an undo that is a sentence comes from the table. */
function undoOf(loop: Loop, fix: Remediation): string[] {
  if (loop.undo.length > 0) return wrapConfig(loop.platform, { config: loop.undo.join('\n') })
  const { config, admin_config, exec } = fix.undo_parts
  if (config.length + admin_config.length + exec.length === 0) {
    throw new Error(`the undo is a sentence and the table has no lines for it: ${fix.undo.join(' ')}`)
  }
  return filled(fix.undo, loop)
}

/** @throws with what went otherwise than it should */
export async function run(
  loop: Loop,
  device: RunningDevice,
  healthy: DeviceReport,
  rules: RuleSet,
): Promise<void> {
  const person = await Person.at(device)
  const attempt = attemptOf(loop, healthy, device)
  try {
    const parts = { config: loop.break.join('\n'), adminConfig: loop.break_admin.join('\n') }
    await person.typeAll([...wrapConfig(loop.platform, parts), ...filled(loop.break_exec, loop), ...attempt])
    device.machine.advance(loop.wait * 60)
    const broken = await check(device, rules)
    const finding = causeOf(loop, broken, 'after the break')
    const fix = finding.remediation[loop.fix]
    if (fix === undefined) throw new Error(`there is no fix number ${loop.fix} for ${loop.rule}`)
    const undo = undoOf(loop, fix)
    // As printed: configuration with its mode changes and the save first, exec lines after it.
    const count = fix.lines.length - fix.parts.exec.length
    const typed = fix.lines.slice(0, count)
    const exec = fix.lines.slice(count)
    const configure = async (): Promise<void> => {
      await person.typeAll(filled(typed, loop))
      for (const step of loop.steps) {
        await (typeof step === 'string' ? person.type(step) : person.paste(step))
      }
    }
    const takeBack = async (): Promise<void> => {
      await person.typeAll([...undo, ...filled(loop.undo_exec, loop), ...attempt])
      device.machine.advance(loop.wait * 60)
      causeOf(loop, await check(device, rules), 'after the undo')
    }
    await configure()
    if (loop.undo_first) {
      await takeBack()
      await configure()
    }
    for (const line of filled(exec, loop)) {
      const answers = loop.dialogue[line]
      await (answers === undefined ? person.type(line) : person.paste([line, ...answers]))
    }
    await person.typeAll([...loop.after, ...attempt])
    for (const { run: line } of finding.verify) {
      await person.typeAll(filled(line.split(' ; '), loop).map(one => loop.verify_as[one] ?? one))
    }
    mended(loop, await check(device, rules), broken, healthy)
    if (!loop.undo_first) await takeBack()
  } finally {
    person.leave()
  }
}

/** The finding is gone and nothing is there that was not there before. */
function mended(loop: Loop, report: DeviceReport, broken: DeviceReport, healthy: DeviceReport): void {
  const still = failing(report).filter(finding => finding.rule === loop.rule)
  if (still.length > 0) throw new Error(`after the fix: ${loop.rule} still fails: ${still[0]?.message}`)
  const before = standing(healthy)
  const left = standing(report).filter(rule => !before.includes(rule))
  if (left.length > 0) throw new Error(`after the fix there stands: ${left.join(', ')}`)
  const known = [...failing(broken), ...failing(healthy)].map(finding => finding.rule)
  const fresh = failing(report).filter(
    finding => !known.includes(finding.rule) && !loop.allow.includes(finding.rule),
  )
  if (fresh.length > 0)
    throw new Error(`after the fix there is new: ${fresh.map(one => one.rule).join(', ')}`)
}
