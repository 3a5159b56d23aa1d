// Captures to facts: runs every parser over its capture, best source first, and says why what is missing is missing.
import type { Capture, CaptureSet } from '../model/capture.ts'
import type { Facts } from '../model/facts/schema.ts'
import type { FactStore, Missing } from '../model/facts/store.ts'
import { readTimeFact, unknownZone } from '../model/facts/time.ts'
import { TIME_PATHS } from '../model/facts/time-paths.ts'
import { PLATFORMS, type Platform } from '../model/platform.ts'
import type { CommandParser } from './contract.ts'
import { withoutConsoleMessages, withoutCutLine } from './log/console.ts'
import { probeParser } from './probe/index.ts'
import { PARSERS, parserFor, rankOf } from './registry.ts'
import { toLines } from './text.ts'
import { type CaptureContext, FactCollector } from './writer.ts'
import { withOffset } from './zone.ts'

export interface Coverage {
  readonly command: string
  readonly origin: string
  readonly lines: number
  readonly unclaimed: readonly { readonly line: number; readonly text: string }[]
}

interface Job {
  readonly parser: CommandParser
  readonly capture: Capture
}

/** Facts of one device. Never throws on device text: a parser that fails costs its own facts only. */
export function assemble(set: CaptureSet): FactStore {
  return assembleWithCoverage(set).store
}

export function assembleWithCoverage(set: CaptureSet): { store: FactStore; coverage: Coverage[] } {
  const collector = new FactCollector()
  const platform = set.platform
  const coverage: Coverage[] = []
  if (platform !== undefined) {
    const origin = { command: 'platform', origin: set.name, firstLine: 1 }
    collector.writerFor(origin).set('device.platform', platform, [])
    for (const job of jobs(set, platform)) coverage.push(run(job, platform, collector))
  } else {
    // What this computer saw is read whatever the other end is.
    for (const capture of set.captures.filter(one => one.command === probeParser.command))
      coverage.push(run({ parser: probeParser, capture }, PLATFORMS[0], collector))
  }
  noteCollection(set, collector)
  resolveTimes(collector.facts)
  measureSkew(set, collector)
  const facts = collector.facts as Facts
  return { store: { facts, sources: collector.sources, missing: missingFacts(set, collector) }, coverage }
}

/**
 * Complete captures before cut ones, then by rank. Of a command taken several times only the newest complete answer
 * counts: the older one may tell of the time before a repair.
 */
function jobs(set: CaptureSet, platform: Platform): Job[] {
  const found: Job[] = []
  const answered = new Set<string>()
  for (const capture of [...set.captures].reverse()) {
    if (capture.text.trim() === '' && capture.status !== 'ok') continue
    if (capture.status === 'unsupported' || capture.status === 'denied' || capture.status === 'not-tried')
      continue
    const parser = parserFor(platform, capture.command)
    const typed = capture.command.trim().toLowerCase().replace(/\s+/g, ' ')
    if (parser === undefined || answered.has(typed)) continue
    if (capture.status === 'ok' && capture.text.trim() !== '') answered.add(typed)
    found.push({ parser, capture })
  }
  const weight = (job: Job): number => (job.capture.status === 'ok' ? 0 : 1000) + rankOf(job.parser)
  return found.sort((a, b) => weight(a) - weight(b))
}

function run({ parser, capture }: Job, platform: Platform, collector: FactCollector): Coverage {
  const context: CaptureContext = {
    command: capture.command,
    origin: capture.origin,
    firstLine: capture.firstLine,
    ...(parser === probeParser ? { vantage: 'computer' } : {}),
  }
  const writer = collector.writerFor(context)
  const all = withoutConsoleMessages(parser.command, toLines(capture.text))
  const halved = capture.status !== 'ok' && !capture.text.endsWith('\n')
  const lines = halved ? withoutCutLine(parser.command, all) : all
  const claimed = new Set<number>()
  const counting: typeof writer = {
    set: (path, value, from) => {
      for (const line of Array.isArray(from) ? from : [from]) claimed.add(line.number)
      writer.set(path, value, from)
    },
    setEach: (path, elements, from) => {
      for (const line of [from, ...elements.map(element => element.lines)].flat()) claimed.add(line.number)
      writer.setEach(path, elements, from)
    },
    claim: from => {
      for (const line of Array.isArray(from) ? from : [from]) claimed.add(line.number)
    },
    unreadable: (path, reason) => writer.unreadable(path, reason),
  }
  try {
    const waited = capture.waitedMs === undefined ? {} : { waitedMs: capture.waitedMs }
    parser.parse(
      { platform, command: capture.command, lines, complete: capture.status === 'ok', ...waited },
      counting,
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    for (const path of parser.provides) writer.unreadable(path, `the output could not be read (${reason})`)
  }
  const unclaimed = lines.filter(line => line.text.trim() !== '' && !claimed.has(line.number))
  return {
    command: capture.command,
    origin: capture.origin,
    lines: lines.filter(line => line.text.trim() !== '').length,
    unclaimed: unclaimed.map(line => ({ line: capture.firstLine + line.number - 1, text: line.text })),
  }
}

/** The commands that answered and those refused are facts too: some rules are about what could not be read. */
function noteCollection(set: CaptureSet, collector: FactCollector): void {
  const named = (statuses: readonly Capture['status'][]): string[] =>
    set.captures.filter(one => statuses.includes(one.status)).map(one => one.command)
  const refused = set.captures.filter(one => one.status === 'unsupported' || one.status === 'denied')
  const writer = collector.writerFor({ command: refused[0]?.command ?? '', origin: set.name, firstLine: 1 })
  writer.set('collection.answered', named(['ok']), [])
  writer.set('collection.refused', named(['unsupported', 'denied']), [])
  writer.set('collection.probed', collector.facts['probe'] !== undefined, [])
  collector.sources.set(
    'collection.refused',
    refused.map(one => ({
      command: one.command,
      line: 0,
      text: one.text.trim().split('\n').at(-1) ?? '',
      origin: one.origin,
    })),
  )
}

/** Gives every time its offset. Only now is all of the configuration read that says what the zone's name means. */
function resolveTimes(facts: Facts): void {
  for (const path of TIME_PATHS) changeAt(facts, path.split('.'), text => withOffset(text, facts.clock))
}

function changeAt(node: unknown, [key, ...rest]: readonly string[], change: (text: string) => string): void {
  if (node === null || typeof node !== 'object' || key === undefined) return
  if (key === '*') {
    for (const element of Object.values(node)) changeAt(element, rest, change)
    return
  }
  const tree = node as Record<string, unknown>
  const value = tree[key]
  if (rest.length > 0) changeAt(value, rest, change)
  else if (typeof value === 'string') tree[key] = change(value)
}

/**
 * Device minus collector, in seconds: only for a live answer in a zone whose offset is known. The device read its clock
 * at some moment between the question and the end of the answer: the middle of the round trip, give or take half of it.
 */
function measureSkew(set: CaptureSet, collector: FactCollector): void {
  const facts = collector.facts as Facts
  const proof = collector.sources.get('clock.device_time')
  const time = readTimeFact(facts.clock?.device_time ?? '')
  const taken = set.captures.findLast(
    one =>
      one.finishedAt !== undefined && one.command === proof?.[0]?.command && one.origin === proof[0].origin,
  )
  if (facts.clock === undefined || proof === undefined || time?.offset === undefined) return
  if (taken?.finishedAt === undefined || taken.durationMs === undefined) return
  const half = taken.durationMs / 2000
  facts.clock.skew_seconds = Math.round(time.wall - time.offset - (taken.finishedAt / 1000 - half))
  // Clocks are printed in whole seconds.
  facts.clock.skew_error_seconds = Math.max(1, Math.ceil(half))
  for (const path of ['clock.skew_seconds', 'clock.skew_error_seconds']) collector.sources.set(path, proof)
}

function noSkew(set: CaptureSet, facts: Facts): Missing {
  if (!set.captures.some(capture => capture.finishedAt !== undefined))
    return { reason: 'saved output cannot be compared with the true time', command: 'smartlic check (live)' }
  const time = readTimeFact(facts.clock?.device_time ?? '')
  if (time === undefined || time.offset !== undefined)
    return { reason: 'the clock was not read in this session', command: 'show clock' }
  return { reason: unknownZone(time.zone), command: 'show running-config' }
}

const REASONS: Readonly<Record<Capture['status'], string>> = {
  ok: 'the output does not tell it',
  unsupported: 'the device does not know the command',
  denied: 'the account may not run the command',
  'timed-out': 'the command did not finish in time',
  truncated: 'the output is cut',
  'not-tried': 'the command was not run',
}

/** For each fact prefix some parser provides: the reason it may be absent, from its best command's capture. */
function missingFacts(set: CaptureSet, collector: FactCollector): Map<string, Missing> {
  const missing = new Map<string, Missing>()
  const platform = set.platform
  if (platform === undefined) {
    missing.set('device', { reason: 'the platform is not known', command: 'show version' })
    return missing
  }
  const byCommand = new Map(
    set.captures.map(capture => [parserFor(platform, capture.command)?.command ?? capture.command, capture]),
  )
  const own = PARSERS.filter(parser => parser.platforms.includes(platform)).sort(
    (a, b) => rankOf(a) - rankOf(b),
  )
  for (const parser of own) {
    const capture = byCommand.get(parser.command)
    for (const path of parser.provides) {
      const present = missing.get(path)
      const entry: Missing =
        capture === undefined
          ? { reason: `\`${parser.command}\` was not collected`, command: parser.command }
          : { reason: capture.reason ?? REASONS[capture.status], command: parser.command }
      // What the better command could not give (refused, cut), the next one may.
      const better = present === undefined ? undefined : byCommand.get(present.command)
      if (
        present === undefined ||
        (capture === undefined && better !== undefined && better.status !== 'ok')
      ) {
        missing.set(path, entry)
      }
    }
  }
  for (const path of ['clock.skew_seconds', 'clock.skew_error_seconds'])
    missing.set(path, noSkew(set, collector.facts as Facts))
  if (!byCommand.has(probeParser.command))
    missing.set('probe', { reason: 'nothing was probed from this computer', command: 'smartlic probe' })
  for (const [path, entry] of collector.unreadable) missing.set(path, entry)
  return missing
}
