// What happened when, by the device's own clock: log lines that bear on licensing, and changes of state.

import type { Capture } from '../../model/capture.ts'
import { type FactStore, factAt, type Source, sourcesOf } from '../../model/facts/store.ts'
import { readTimeFact, showTime, wallSeconds } from '../../model/facts/time.ts'
import { readHead } from '../../parse/log/event.ts'

export interface Moment {
  /** Seconds of the printed clock, as if UTC: for the order. */
  readonly wall: number
  /** As printed, or as a fact holds it. */
  readonly at: string
  readonly what: string
  readonly source?: Source
}

interface State {
  readonly path: string
  readonly what: string
  /** Only when this fact has this value. */
  readonly when?: readonly [string, unknown]
}

const STATES: readonly State[] = [
  { path: 'device.boot_time', what: 'the device started' },
  { path: 'saved_config.changed_at', what: 'the configuration was changed' },
  { path: 'saved_config.saved_at', what: 'the configuration was saved' },
  { path: 'license.authorization.since', what: 'the authorization status became what it is' },
  { path: 'license.evaluation.expired_at', what: 'the evaluation period was used up' },
  { path: 'license.reporting.last_push', what: 'last usage report sent' },
  { path: 'license.reporting.last_ack', what: 'last usage report acknowledged' },
  { path: 'license.reporting.last_file_write', what: 'last usage report saved to a file' },
]

const TRIES: readonly (readonly [string, string])[] = [
  ['license.registration.initial', 'registration'],
  ['license.registration.last_renewal', 'renewal of the ID certificate'],
  ['license.authorization.last_attempt', 'last communication attempt'],
]

/** In the order of time; of one moment in the order of the sources. What has no time is left out. */
export function timelineOf(store: FactStore, captures: readonly Capture[]): Moment[] {
  const now = readTimeFact(text(store, 'clock.device_time'))?.wall
  const moments = [
    ...STATES.flatMap(({ path, what }) => moment(store, path, what)),
    ...TRIES.flatMap(([path, what]) => {
      const outcome = text(store, `${path}.outcome`)
      return outcome === '' || outcome === 'none' ? [] : moment(store, `${path}.at`, `${what}: ${outcome}`)
    }),
    ...each(store, 'license.trust_code.members', 'at', member => `trust code installed ${member('role')}`),
    ...each(store, 'license.communication', 'last_success', one => `${one('activity')}: last success`),
    ...each(store, 'license.communication', 'last_failure', one => {
      const reason = one('failure_reason')
      return `${one('activity')}: last failure${reason === '' ? '' : `, ${reason}`}`
    }),
    ...each(store, 'license.eventlog', 'at', event => `agent event ${event('event')} ${event('text')}`),
    ...logMoments(store, now),
    ...configChanges(captures, now),
    ...moment(store, 'clock.device_time', 'the device was read'),
  ]
  return moments
    .map((one, index) => ({ one, index }))
    .sort((a, b) => a.one.wall - b.one.wall || a.index - b.index)
    .map(({ one }) => one)
}

function moment(store: FactStore, path: string, what: string): Moment[] {
  const at = text(store, path)
  const wall = readTimeFact(at)?.wall
  const source = sourcesOf(store, path)[0]
  return wall === undefined
    ? []
    : [{ wall, at: showTime(at), what, ...(source === undefined ? {} : { source }) }]
}

function each(
  store: FactStore,
  list: string,
  field: string,
  what: (field: (name: string) => string) => string,
): Moment[] {
  const items = factAt(store.facts, list)
  if (!Array.isArray(items)) return []
  return items.flatMap((_, index) =>
    moment(store, `${list}.${index}.${field}`, what(name => text(store, `${list}.${index}.${name}`)).trim()),
  )
}

function logMoments(store: FactStore, now: number | undefined): Moment[] {
  const events = store.facts.log?.events ?? []
  return events.flatMap((event, index): Moment[] => {
    const { at = '', facility = '', severity = 0, mnemonic = '', text: said = '' } = event
    const wall = stampWall(at, now)
    const source = sourcesOf(store, `log.events.${index}`)[0]
    const what = `%${facility}-${severity}-${mnemonic}: ${said}`
    return wall === undefined ? [] : [{ wall, at, what, ...(source === undefined ? {} : { source }) }]
  })
}

/** A change of the configuration is no licensing message, but often what was tried. */
const CHANGED = /^(?:CONFIG_I|VSHD_SYSLOG_CONFIG_I|DB_COMMIT|CONFIG)$/

function configChanges(captures: readonly Capture[], now: number | undefined): Moment[] {
  return captures
    .filter(({ command }) => /^show logg/i.test(command))
    .flatMap(capture =>
      capture.text.split('\n').flatMap((line, index): Moment[] => {
        const head = readHead(line)
        if (head === undefined || !CHANGED.test(head.mnemonic)) return []
        const wall = stampWall(head.at, now)
        const source = {
          command: capture.command,
          line: capture.firstLine + index,
          text: line,
          origin: capture.origin,
        }
        return wall === undefined ? [] : [{ wall, at: head.at, what: `configuration: ${head.text}`, source }]
      }),
    )
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const STAMP =
  /^(?:(\d{4})\s+)?([A-Z][a-z]{2})\s+(\d{1,2})(?:\s+(\d{4}))?\s+(\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,6})?(?:\s+(\d{4}))?/

/**
 * Seconds of a log's stamp. Most stamps have no year: the latest one that is not after the device's clock is meant.
 * @param now seconds of the device's clock; without it a stamp without a year has no place
 */
export function stampWall(at: string, now: number | undefined): number | undefined {
  const found = STAMP.exec(at)
  if (found === null) return undefined
  const [, first, month = '', day, second, hour, minute, sec, third] = found
  const index = MONTHS.indexOf(month)
  if (index < 0 || index % 3 !== 0) return undefined
  const seconds = (year: number): number | undefined =>
    wallSeconds(year, index / 3 + 1, Number(day), Number(hour), Number(minute), Number(sec))
  const printed = first ?? second ?? third
  if (printed !== undefined) return seconds(Number(printed))
  if (now === undefined) return undefined
  const year = new Date(now * 1_000).getUTCFullYear()
  const here = seconds(year)
  // A day of grace: the log may be printed in another zone than the clock.
  return here !== undefined && here <= now + 86_400 ? here : seconds(year - 1)
}

function text(store: FactStore, path: string): string {
  const value = factAt(store.facts, path)
  return typeof value === 'string' ? value : ''
}
