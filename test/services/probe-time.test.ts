// Time from a real chronyd, and which clock is wrong then.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { TimeResult } from '../../src/model/probe/time.ts'
import { askTime, type TimeServer } from '../../src/probe/time/ask.ts'
import { compareClocks } from '../../src/probe/time/compare.ts'
import { dateOffset } from '../../src/probe/time/date.ts'
import { withTool } from './available.ts'
import { freePort, hasIpv6 } from './logged-daemon.ts'
import { startChrony } from './time-servers.ts'

const HOUR = 3_600_000

async function settled(holds: () => Promise<boolean>): Promise<void> {
  for (let left = 400; left > 0 && !(await holds()); left -= 1) await sleep(50)
}

function ask(server: TimeServer, timeoutMs = 20_000): Promise<TimeResult> {
  return askTime(server, { timeoutMs })
}

/** The true offset lies within the error the answer states. */
function expectOffset({ offsetMs = Number.NaN, errorMs = Number.NaN }: TimeResult, trueMs: number): void {
  // The two daemons read one clock; a stopped machine widens the stated error as well.
  expect(Math.abs(offsetMs - trueMs)).toBeLessThanOrEqual(errorMs + 5)
}

withTool('chronyd', 'time from chronyd', chronyd => {
  test('right', async () => {
    await using server = await startChrony(chronyd)
    const result = await ask(server)
    expect(result).toMatchObject({ outcome: 'synchronised', stratum: 3, leap: 'none', ignored: 0 })
    expectOffset(result, 0)
  })

  test.runIf(hasIpv6)('over IPv6', async () => {
    await using server = await startChrony(chronyd, { address: '::1' })
    expect(await ask(server)).toMatchObject({ outcome: 'synchronised', server: '::1' })
  })

  test.each([
    ['an hour ahead', 3600],
    ['a minute and a half behind', -90],
    ['in another year', 500 * 86_400],
    // NTP counts seconds in 32 bits from 1900: they begin anew in February 2036.
    ['in the next era', 15 * 365 * 86_400],
  ])('%s', async (_how, ahead) => {
    await using server = await startChrony(chronyd, { ahead })
    const result = await ask(server)
    expect(result.outcome).toBe('synchronised')
    expectOffset(result, ahead * 1000)
  })

  test('a server that has no time itself', async () => {
    await using server = await startChrony(chronyd, { lines: [] })
    const result = await ask(server)
    expect(result).toMatchObject({ outcome: 'unsynchronised', leap: 'not-set' })
    expect(result.offsetMs).toBeUndefined()
  })

  test('a server that follows another one', async () => {
    await using first = await startChrony(chronyd)
    await using second = await startChrony(chronyd, {
      lines: [`server ${first.address} port ${first.port} iburst minpoll -6 maxpoll -6`],
    })
    await settled(async () => (await ask(second)).outcome === 'synchronised')
    expect(await ask(second)).toMatchObject({ outcome: 'synchronised', stratum: 4, reference: '127.0.0.1' })
  })

  test('a server that has had enough of this client says nothing', async () => {
    // The only answer it gives beyond the limit is the one in sixteen of `leak 4`.
    await using server = await startChrony(chronyd, {
      lines: ['local stratum 3', 'ratelimit interval 12 burst 1 leak 4'],
    })
    const outcomes = new Set<string>()
    for (let n = 0; n < 12; n += 1) outcomes.add((await ask(server, 200)).outcome)
    expect([...outcomes]).toContain('no-answer')
    expect([...outcomes].filter(one => one !== 'no-answer' && one !== 'synchronised')).toEqual([])
  })

  test('a server that does not know this client says nothing', async () => {
    await using server = await startChrony(chronyd, { lines: ['local stratum 3', 'deny 127.0.0.1'] })
    expect(await ask(server, 600)).toMatchObject({ outcome: 'no-answer', tries: 2 })
  })

  test('nothing listens: ICMP says so', async () => {
    expect(await ask({ address: '127.0.0.1', port: await freePort() })).toMatchObject({
      outcome: 'unreachable',
      code: 'ECONNREFUSED',
    })
  })
})

withTool('chronyd', 'which clock is wrong, by chronyd', chronyd => {
  const rightDevice = { skewSeconds: 0, errorSeconds: 1 }
  const lateDevice = { skewSeconds: -7200, errorSeconds: 1 }

  test('the device', async () => {
    await using server = await startChrony(chronyd)
    const ntp = [await ask(server)]
    expect(compareClocks({ device: lateDevice, ntp, https: [] })).toMatchObject({
      verdict: 'device-wrong',
      wrongServers: [],
    })
    expect(compareClocks({ device: rightDevice, ntp, https: [] }).verdict).toBe('in-step')
  })

  test('this computer: server and device agree on another time', async () => {
    await using server = await startChrony(chronyd, { ahead: 3600 })
    const ntp = [await ask(server)]
    const device = { skewSeconds: 3600, errorSeconds: 1 }
    expect(compareClocks({ device, ntp, https: [] }).verdict).toBe('computer-wrong')
  })

  test('a device that follows a wrong server: a web server settles it', async () => {
    await using server = await startChrony(chronyd, { ahead: 3600 })
    const ntp = [await ask(server)]
    const device = { skewSeconds: 3600, errorSeconds: 1 }
    const deviceFollows = [server.address]
    expect(compareClocks({ device, deviceFollows, ntp, https: [] })).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'clocks-differ',
    })
    const now = Date.now()
    const date = dateOffset(new Date(now).toUTCString(), now, now)
    const https = date === undefined ? [] : [{ host: 'tools.cisco.com', ...date }]
    const result = compareClocks({ device, deviceFollows, ntp, https })
    expect(result).toMatchObject({
      verdict: 'device-wrong',
      wrongServers: [`${server.address}#${server.port}`],
    })
    const [own] = result.clocks
    expect(own?.offLeastMs).toBeGreaterThan(HOUR - 10_000)
    expect(own?.offMostMs).toBeLessThan(HOUR + 10_000)
  })

  test('three opinions', async () => {
    await using server = await startChrony(chronyd, { ahead: 3600 })
    const ntp = [await ask(server)]
    expect(compareClocks({ device: lateDevice, ntp, https: [] })).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'clocks-differ',
    })
  })

  test('a server without the time is no witness', async () => {
    await using server = await startChrony(chronyd, { lines: [] })
    expect(compareClocks({ device: lateDevice, ntp: [await ask(server)], https: [] })).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'no-third-clock',
    })
  })
})
