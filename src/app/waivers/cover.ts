// Waivers and a baseline over the findings of a run: what they cover, what has expired, and what covers nothing.
import type { Finding } from '../../model/finding.ts'
import { displayText } from '../../report/clean.ts'
import { plural } from '../../report/words.ts'
import type { Baseline } from './baseline.ts'
import { EXPIRED_RULE, expiredFinding } from './expired.ts'
import { coversFinding, daysUntil, type Named, namesDevice, placeOf, type Waiver } from './waiver.ts'

/** From so many days before its end a waiver is spoken of. */
const SOON_DAYS = 14
/** Devices a baseline lacks that are named one by one. */
const MOST_NAMED = 10

/** A device as it was judged. */
export interface JudgedDevice extends Named {
  /** False: it could not be read, at least not all of it. */
  readonly read: boolean
  /** Rules that could not be decided on it. */
  readonly undecided: ReadonlySet<string>
}

interface Use {
  covers: boolean
  /** A device it names was read, and the rule decided. */
  decided: boolean
  /** A device it names was not: it may cover something there. */
  open: boolean
  /** It has expired, and no other covers what it did. */
  lapsed: boolean
}

export class Cover {
  private readonly uses: ReadonlyMap<Waiver, Use>
  private readonly baseline: Baseline | undefined
  private readonly today: string
  private readonly lacking = new Set<string>()

  /** @param today the collector's day in UTC, `YYYY-MM-DD` */
  constructor(waivers: readonly Waiver[], baseline: Baseline | undefined, today: string) {
    this.uses = new Map(
      waivers.map(waiver => [waiver, { covers: false, decided: false, open: false, lapsed: false }]),
    )
    this.baseline = baseline
    this.today = today
  }

  /** The findings with `waived` where they are covered; behind the causes one for each expired waiver. */
  findings(device: JudgedDevice, findings: readonly Finding[]): Finding[] {
    const mine = [...this.uses].filter(([waiver]) => namesDevice(waiver, device))
    // An earlier run may have said so of a waiver that was given a later day since.
    const own = mine.length === 0 ? [...findings] : findings.filter(({ rule }) => rule !== EXPIRED_RULE)
    for (const [waiver, use] of mine) note(waiver, use, device, own)
    const lapsed = new Map<Waiver, Finding[]>()
    const marked = own.map((finding): Finding => {
      const covering = mine.map(([waiver]) => waiver).filter(waiver => coversFinding(waiver, finding))
      const valid = covering.find(waiver => daysUntil(waiver.expires, this.today) >= 0)
      if (valid !== undefined) {
        const { reason, owner, expires } = valid
        return { ...finding, waived: { reason, owner, expires } }
      }
      for (const waiver of covering) lapsed.set(waiver, [...(lapsed.get(waiver) ?? []), finding])
      const accepted = covering.length > 0 ? undefined : this.baseline?.covers(device.name, finding)
      return accepted === undefined ? finding : { ...finding, waived: finding.waived ?? accepted }
    })
    for (const [waiver, use] of mine) use.lapsed ||= lapsed.has(waiver)
    const lacks = this.baseline?.lacks(device.name)
    if (lacks !== undefined) this.lacking.add(lacks)
    const expired = [...lapsed].map(([waiver, covered]) => expiredFinding(waiver, covered))
    return expired.length === 0 ? marked : behindCauses(marked, expired)
  }

  /** What a person should know, once all devices are judged. */
  notes(): string[] {
    const notes = [...this.uses].flatMap(([waiver, use]) => {
      const days = daysUntil(waiver.expires, this.today)
      const what = `${placeOf(waiver)}: the waiver of ${waiver.rule} for ${waiver.device}`
      if (!use.covers)
        return use.decided && !use.open
          ? `${what} covers no finding of the devices that were read; ${days < 0 ? 'it has expired too: ' : ''}take it out, or correct it`
          : []
      if (days < 0)
        return use.lapsed
          ? []
          : `${what} expired on ${waiver.expires}, and another covers what it did; take it out`
      if (days > SOON_DAYS) return []
      const when = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`
      return `${what} ends ${when} (${waiver.expires}); ask ${waiver.owner}`
    })
    // Names of devices are theirs, and notes go to a terminal.
    return [...notes, ...shortened([...this.lacking])].map(text => displayText(text))
  }
}

/** A baseline of another site lacks them all. */
function shortened(notes: readonly string[]): string[] {
  const left = notes.length - MOST_NAMED
  return left <= 0
    ? [...notes]
    : [...notes.slice(0, MOST_NAMED), `and so it is for ${plural(left, 'more device')}`]
}

function note(waiver: Waiver, use: Use, device: JudgedDevice, findings: readonly Finding[]): void {
  if (findings.some(finding => coversFinding(waiver, finding))) use.covers = true
  else if (device.read && !device.undecided.has(waiver.rule)) use.decided = true
  else use.open = true
}

function behindCauses(findings: readonly Finding[], expired: readonly Finding[]): Finding[] {
  const last = findings.findLastIndex(
    ({ outcome, role, severity, explained_by }) =>
      outcome === 'fail' && role === 'cause' && severity !== 'info' && explained_by.length === 0,
  )
  return [...findings.slice(0, last + 1), ...expired, ...findings.slice(last + 1)]
}
