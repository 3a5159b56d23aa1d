// Which clock is wrong: the device's, this computer's, or one that was asked. Pure.
import { readTimeFact } from '../../model/facts/time.ts'
import type {
  ClockComparison,
  ClockReading,
  ClockReason,
  DateOffset,
  TimeResult,
} from '../../model/probe/time.ts'
import { type Clock, findTime } from './vote.ts'

/** The device's clock: its measured skew (facts `clock.skew_seconds`), or what was read when its zone is not known. */
export type DeviceClock =
  | { readonly skewSeconds: number; readonly errorSeconds: number }
  /** `clock.device_time`, and this computer's clock (milliseconds since 1970) before and after it was asked. */
  | { readonly time: string; readonly askedAt: number; readonly answeredAt: number }

export interface ClocksToCompare {
  /** Missing: not read live. */
  readonly device?: DeviceClock
  /** Addresses of the time servers the device follows (`ntp.associations`, selected): its clock is then theirs. */
  readonly deviceFollows?: readonly string[]
  readonly ntp: readonly TimeResult[]
  readonly https: readonly (DateOffset & { readonly host: string })[]
}

/** Zones on earth lie between UTC-12 and UTC+14. */
const WESTMOST_MS = -12 * 3_600_000
const EASTMOST_MS = 14 * 3_600_000

/** The device's clock against this computer's, in milliseconds: the least and the most it can be. */
export function deviceRange(
  device: DeviceClock | undefined,
): { readonly least: number; readonly most: number; readonly zoned: boolean } | undefined {
  if (device === undefined) return undefined
  if ('skewSeconds' in device) {
    const { skewSeconds, errorSeconds } = device
    return {
      least: (skewSeconds - errorSeconds) * 1000,
      most: (skewSeconds + errorSeconds) * 1000,
      zoned: true,
    }
  }
  const time = readTimeFact(device.time)
  if (time === undefined) return undefined
  const { wall, offset } = time
  const [least, most] = [
    wall * 1000 - (offset === undefined ? EASTMOST_MS : offset * 1000) - device.answeredAt,
    // Clocks are printed in whole seconds.
    (wall + 1) * 1000 - (offset === undefined ? WESTMOST_MS : offset * 1000) - device.askedAt,
  ]
  return { least, most, zoned: offset !== undefined }
}

/**
 * Two clocks that differ need a third to tell which is wrong; the larger group of those that agree is right. A device
 * that follows a time server is no second witness for it.
 */
export function compareClocks(input: ClocksToCompare): ClockComparison {
  const range = deviceRange(input.device)
  const clocks = allClocks(input, range)
  const { readings, known } = findTime(clocks)
  const state = (kind: ClockReading['kind']): ClockReading['state'] =>
    readings.find(one => one.kind === kind)?.state ?? 'unknown'
  const rest = {
    clocks: readings,
    wrongServers: readings
      .filter(one => one.state === 'wrong' && (one.kind === 'ntp' || one.kind === 'https'))
      .map(({ name }) => name),
  }
  const reason = whyNot(range, known, clocks)
  const [device, computer] = [state('device'), state('computer')]
  if (device === 'wrong') return { verdict: computer === 'wrong' ? 'both-wrong' : 'device-wrong', ...rest }
  if (computer === 'wrong')
    return { verdict: 'computer-wrong', ...(device === 'right' ? {} : { reason }), ...rest }
  if (device === 'right' && computer === 'right') return { verdict: 'in-step', ...rest }
  return { verdict: 'cannot-tell', reason, ...rest }
}

function allClocks(input: ClocksToCompare, range: ReturnType<typeof deviceRange>): Clock[] {
  const servers: Clock[] = input.ntp.flatMap(({ server, port, outcome, offsetMs, errorMs }) =>
    outcome !== 'synchronised' || offsetMs === undefined || errorMs === undefined
      ? []
      : {
          kind: 'ntp',
          name: port === 123 ? server : `${server}#${port}`,
          least: offsetMs - errorMs,
          most: offsetMs + errorMs,
          votes: true,
        },
  )
  const hosts: Clock[] = input.https.map(({ host, offsetMs, errorMs }) => ({
    kind: 'https',
    name: host,
    least: offsetMs - errorMs,
    most: offsetMs + errorMs,
    votes: true,
  }))
  const followed = input.ntp.some(
    ({ server, outcome }) => outcome === 'synchronised' && input.deviceFollows?.includes(server) === true,
  )
  const device: Clock[] =
    range === undefined ? [] : [{ kind: 'device', name: '', ...range, votes: range.zoned && !followed }]
  return [...device, { kind: 'computer', name: '', least: 0, most: 0, votes: true }, ...servers, ...hosts]
}

function whyNot(
  range: ReturnType<typeof deviceRange>,
  known: boolean,
  clocks: readonly Clock[],
): ClockReason {
  if (range === undefined) return 'device-clock-unknown'
  if (!range.zoned && (known || (range.least <= 0 && range.most >= 0))) return 'zone-unknown'
  if (known) return 'too-vague'
  return clocks.some(({ kind }) => kind === 'ntp' || kind === 'https') ? 'clocks-differ' : 'no-third-clock'
}
