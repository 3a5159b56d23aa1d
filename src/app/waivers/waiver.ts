// A waiver, what it covers, and how long it holds. Pure.
import { globOf } from '../../inventory/select.ts'
import type { Finding, Waived } from '../../model/finding.ts'

export interface Waiver extends Waived {
  readonly rule: string
  /** As written. */
  readonly device: string
  readonly element?: string
  /** The file as the person named it. */
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** The line itself: what proves that the waiver is there. */
  readonly text: string
}

/** What a device is called, and where it belongs. */
export interface Named {
  readonly name: string
  readonly hostname: string
  readonly groups?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
}

/** Whether the waiver names the device. A plain pattern never means a group: that would accept more than was meant. */
export function namesDevice({ device }: Pick<Waiver, 'device'>, about: Named): boolean {
  const [, kind = 'host', pattern = device] = /^(host|group|tag):(.+)$/s.exec(device) ?? []
  const names =
    kind === 'group'
      ? (about.groups ?? [])
      : kind === 'tag'
        ? (about.tags ?? [])
        : [about.name, about.hostname]
  return names.some(name => name !== '' && fits(pattern, name))
}

/** Whether the waiver is for this finding of a device it names. */
export function coversFinding({ rule, element }: Waiver, finding: Finding): boolean {
  if (finding.outcome !== 'fail' || finding.rule !== rule) return false
  if (element === undefined) return true
  // An element is what tells it from its neighbours: a profile and a URL, say. Either is enough to name it.
  const whole = finding.element?.trim() ?? ''
  return [whole, ...whole.split(/\s+/)].some(part => part !== '' && fits(element, part))
}

/** Each pattern is read once: a fleet asks a thousand waivers of each of its devices. */
const globs = new Map<string, (text: string) => boolean>()

function fits(pattern: string, text: string): boolean {
  const glob = globs.get(pattern) ?? globOf(pattern)
  globs.set(pattern, glob)
  return pattern === text || glob(text)
}

/** Whole days from one `YYYY-MM-DD` to another; 0: it ends today, and holds today. */
export function daysUntil(expires: string, today: string): number {
  return Math.round((Date.parse(expires) - Date.parse(today)) / 86_400_000)
}

/** The collecting computer's day in UTC: the same everywhere, whatever the zone of a cron job. */
export function utcDay(now: Date): string {
  return now.toISOString().slice(0, 10)
}

/** `waivers.yaml:7`. */
export function placeOf({ file, line }: Waiver): string {
  return `${file}:${line}`
}
