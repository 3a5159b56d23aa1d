// Which clock is wrong.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TimeResult } from '../../../src/model/probe/time.ts'
import { compareClocks, type DeviceClock, deviceRange } from '../../../src/probe/time/compare.ts'

const HOUR = 3_600_000
const AT = Date.UTC(2026, 10, 22, 10, 15, 30)

function ntp(offsetMs: number, server = '192.0.2.123', errorMs = 20): TimeResult {
  return { server, port: 123, outcome: 'synchronised', offsetMs, errorMs, tries: 1, ignored: 0 }
}

function https(
  offsetMs: number,
  host = 'tools.cisco.com',
): { host: string; offsetMs: number; errorMs: number } {
  return { host, offsetMs, errorMs: 1000 }
}

function device(hours: number): DeviceClock {
  return { skewSeconds: hours * 3600, errorSeconds: 1 }
}

describe('verdicts', () => {
  test('device and computer agree: nobody else is needed', () => {
    expect(compareClocks({ device: device(0), ntp: [], https: [] })).toMatchObject({
      verdict: 'in-step',
      clocks: [
        { kind: 'device', state: 'right' },
        { kind: 'computer', state: 'right' },
      ],
    })
  })

  test('they differ and nothing else told the time', () => {
    expect(compareClocks({ device: device(2), ntp: [], https: [] })).toEqual({
      verdict: 'cannot-tell',
      reason: 'no-third-clock',
      clocks: [
        { kind: 'device', name: '', leastMs: 7_199_000, mostMs: 7_201_000, counted: true, state: 'unknown' },
        { kind: 'computer', name: '', leastMs: 0, mostMs: 0, counted: true, state: 'unknown' },
      ],
      wrongServers: [],
    })
  })

  test('a third clock settles it, either way', () => {
    expect(compareClocks({ device: device(2), ntp: [ntp(5)], https: [] }).verdict).toBe('device-wrong')
    expect(compareClocks({ device: device(2), ntp: [ntp(2 * HOUR)], https: [] }).verdict).toBe(
      'computer-wrong',
    )
    expect(compareClocks({ device: device(2), ntp: [], https: [https(500)] }).verdict).toBe('device-wrong')
  })

  test('how far the wrong one is off, with the error', () => {
    const [own] = compareClocks({ device: device(2), ntp: [ntp(5)], https: [] }).clocks
    expect(own).toMatchObject({ state: 'wrong', offLeastMs: 7_199_000, offMostMs: 7_201_000 })
  })

  test('both wrong, when several others agree', () => {
    const others = { ntp: [ntp(HOUR), ntp(HOUR, '192.0.2.124')], https: [https(HOUR)] }
    expect(compareClocks({ device: device(9), ...others }).verdict).toBe('both-wrong')
    expect(compareClocks({ device: device(0), ...others }).verdict).toBe('both-wrong')
  })

  test('a server against device and computer is the wrong one', () => {
    expect(compareClocks({ device: device(0), ntp: [ntp(HOUR)], https: [] })).toMatchObject({
      verdict: 'in-step',
      wrongServers: ['192.0.2.123'],
    })
  })

  test('two against two is no majority', () => {
    expect(compareClocks({ device: device(1), ntp: [ntp(HOUR)], https: [https(0)] })).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'clocks-differ',
    })
  })

  test('a device is no second witness for the server it follows', () => {
    const input = { device: device(1), ntp: [ntp(HOUR)], https: [] }
    expect(compareClocks(input).verdict).toBe('computer-wrong')
    expect(compareClocks({ ...input, deviceFollows: ['192.0.2.123'] }).verdict).toBe('cannot-tell')
    expect(compareClocks({ ...input, deviceFollows: ['192.0.2.9'] }).verdict).toBe('computer-wrong')
  })

  test('servers without a usable time do not count', () => {
    const bad: TimeResult[] = [
      { ...ntp(0), outcome: 'unreliable' },
      { server: '192.0.2.1', port: 123, outcome: 'no-answer', tries: 2, ignored: 0 },
    ]
    expect(compareClocks({ device: device(2), ntp: bad, https: [] })).toMatchObject({
      reason: 'no-third-clock',
    })
  })

  test('less than a minute is in step', () => {
    expect(
      compareClocks({ device: { skewSeconds: 58, errorSeconds: 1 }, ntp: [ntp(0)], https: [] }).verdict,
    ).toBe('in-step')
    expect(
      compareClocks({ device: { skewSeconds: 63, errorSeconds: 1 }, ntp: [ntp(0)], https: [] }).verdict,
    ).toBe('device-wrong')
  })

  test('without the clock of the device, the computer is judged all the same', () => {
    const others = { ntp: [ntp(HOUR)], https: [https(HOUR)] }
    expect(compareClocks(others)).toMatchObject({ verdict: 'computer-wrong', reason: 'device-clock-unknown' })
    expect(compareClocks({ ntp: [ntp(0)], https: [] })).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'device-clock-unknown',
    })
  })

  test('a device that took ten minutes to answer tells too little', () => {
    const slow = { skewSeconds: 0, errorSeconds: 400 }
    expect(compareClocks({ device: slow, ntp: [ntp(0)], https: [] })).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'too-vague',
    })
  })
})

describe('zones', () => {
  const read = (time: string): DeviceClock => ({ time, askedAt: AT, answeredAt: AT + 200 })

  test('a known zone gives the skew of the device, within a second and the round trip', () => {
    expect(deviceRange(read('2026-11-22T10:15:30Z'))).toEqual({ least: -200, most: 1000, zoned: true })
    expect(deviceRange(read('2026-11-22T11:15:30+01:00'))).toEqual({ least: -200, most: 1000, zoned: true })
  })

  test('an unknown zone may be any on earth', () => {
    expect(deviceRange(read('2026-11-22T10:15:30[EST]'))).toMatchObject({
      least: -14 * HOUR - 200,
      most: 12 * HOUR + 1000,
      zoned: false,
    })
    expect(
      compareClocks({ device: read('2026-11-22T05:15:30[EST]'), ntp: [ntp(0)], https: [] }),
    ).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'zone-unknown',
    })
  })

  test('and still a clock of another year is wrong, as soon as a third says so', () => {
    const old = read('2019-01-01T00:00:00[EST]')
    expect(compareClocks({ device: old, ntp: [ntp(0)], https: [] }).verdict).toBe('device-wrong')
    expect(compareClocks({ device: old, ntp: [], https: [] })).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'no-third-clock',
    })
  })

  test('what is no time is no clock', () => {
    expect(deviceRange(read(''))).toBeUndefined()
    expect(deviceRange(undefined)).toBeUndefined()
  })
})

test('the order of the witnesses does not matter, and no right clock is called wrong', () => {
  const offset = fc.constantFrom(0, 10, -2 * HOUR, 3 * HOUR, 40 * HOUR)
  fc.assert(
    fc.property(
      offset,
      fc.array(offset, { maxLength: 5 }),
      fc.array(offset, { maxLength: 3 }),
      (own, ntps, dates) => {
        const input = {
          device: { skewSeconds: own / 1000, errorSeconds: 1 },
          ntp: ntps.map((ms, index) => ntp(ms, `192.0.2.${index}`)),
          https: dates.map((ms, index) => https(ms, `h${index}`)),
        }
        const there = compareClocks(input)
        const back = compareClocks({ ...input, ntp: input.ntp.toReversed(), https: input.https.toReversed() })
        expect([back.verdict, back.reason, back.wrongServers.toSorted()]).toEqual([
          there.verdict,
          there.reason,
          there.wrongServers.toSorted(),
        ])
        // Whatever the verdict: clocks in step with the computer share its state.
        const mine = there.clocks.find(({ kind }) => kind === 'computer')?.state
        for (const clock of there.clocks)
          if (clock.leastMs >= -2000 && clock.mostMs <= 2000) expect(clock.state).toBe(mine)
      },
    ),
    { seed: 11, numRuns: 500 },
  )
})
