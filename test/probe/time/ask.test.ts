// One question to one time server: every outcome, over sockets on loopback.
import { describe, expect, test } from 'vitest'
import type { TimeResult } from '../../../src/model/probe/time.ts'
import type { ProbeContext } from '../../../src/probe/context.ts'
import { askTime } from '../../../src/probe/time/ask.ts'
import { startTimeServer, type TimeReply, timeReply } from './server.ts'

const PATIENT: ProbeContext = { timeoutMs: 20_000 }
const HASTY: ProbeContext = { timeoutMs: 300 }

async function askScript(
  script: (question: Buffer) => readonly Buffer[],
  context: ProbeContext = PATIENT,
): Promise<TimeResult> {
  await using server = await startTimeServer(script)
  return await askTime(server, context)
}

const askReply = (reply: TimeReply): Promise<TimeResult> =>
  askScript(question => [timeReply(question, reply)])

describe('what a server says', () => {
  test('the time, with its error', async () => {
    const result = await askScript(question => [timeReply(question, { receivedAt: Date.now() + 90_000 })])
    expect(result).toMatchObject({
      outcome: 'synchronised',
      stratum: 2,
      leap: 'none',
      reference: '192.0.2.1',
      tries: 1,
      ignored: 0,
    })
    const { offsetMs = 0, errorMs = 0, delayMs = -1, rootDelayMs = 0, rootDispersionMs = 0 } = result
    expect(Math.abs(offsetMs - 90_000)).toBeLessThanOrEqual(errorMs)
    expect(errorMs).toBeGreaterThanOrEqual(delayMs / 2 + rootDelayMs / 2 + rootDispersionMs)
  })

  test('a reference clock by its name', async () => {
    expect(await askReply({ stratum: 1, reference: 'GPS\0' })).toMatchObject({ reference: 'GPS' })
    expect(await askReply({ stratum: 1, reference: '\x1b[1m' })).toMatchObject({ reference: '[1m' })
  })

  test.each<[string, TimeReply, Partial<TimeResult>]>([
    ['leap 3', { leap: 3 }, { outcome: 'unsynchronised', leap: 'not-set' }],
    ['stratum 16', { stratum: 16 }, { outcome: 'unsynchronised', stratum: 16 }],
    ['stratum 0 without a code', { stratum: 0, reference: '\0\0\0\0' }, { outcome: 'unsynchronised' }],
    ['just started', { stratum: 0, leap: 3, reference: 'INIT' }, { outcome: 'unsynchronised', kiss: 'INIT' }],
    ['slow down', { stratum: 0, leap: 3, reference: 'RATE' }, { outcome: 'kiss-of-death', kiss: 'RATE' }],
    ['go away', { stratum: 0, leap: 3, reference: 'DENY' }, { outcome: 'kiss-of-death', kiss: 'DENY' }],
    ['far from its source', { rootDispersion: 1.6 }, { outcome: 'unreliable' }],
    ['a long way to its source', { rootDelay: 3.2 }, { outcome: 'unreliable' }],
    ['a leap second is coming', { leap: 1 }, { outcome: 'synchronised', leap: 'add-second' }],
    ['a leap second goes', { leap: 2 }, { outcome: 'synchronised', leap: 'delete-second' }],
    ['version 3', { version: 3 }, { outcome: 'synchronised' }],
    [
      'sent before it was received',
      { receivedAt: Date.now(), sentAt: Date.now() - 5000 },
      { outcome: 'malformed' },
    ],
    [
      'sent long after it was received',
      { receivedAt: Date.now(), sentAt: Date.now() + 600_000 },
      { outcome: 'malformed' },
    ],
  ])('%s', async (_what, reply, expected) => {
    const result = await askReply(reply)
    expect(result).toMatchObject(expected)
    const hasTime = result.outcome === 'synchronised' || result.outcome === 'unreliable'
    expect(result.offsetMs !== undefined).toBe(hasTime)
  })

  test('a time in the next era of 136 years', async () => {
    const next = Date.UTC(2040, 0, 1)
    const now = (): number => next
    const result = await askScript(question => [timeReply(question, { receivedAt: next })], {
      ...PATIENT,
      now,
    })
    expect(Math.abs(result.offsetMs ?? Number.NaN)).toBeLessThanOrEqual(result.errorMs ?? 0)
  })
})

describe('a question', () => {
  test('tells nothing of our clock and is never the same', async () => {
    await using server = await startTimeServer(question => [timeReply(question)])
    for (let n = 0; n < 4; n += 1) await askTime(server, PATIENT)
    expect(server.asked.map(packet => packet[0])).toEqual([0x23, 0x23, 0x23, 0x23])
    expect(server.asked.every(packet => packet.subarray(1, 40).every(byte => byte === 0))).toBe(true)
    expect(new Set(server.asked.map(packet => packet.toString('hex'))).size).toBe(4)
  })

  test('leaves answers to other questions, of other modes and short ones aside', async () => {
    const result = await askScript(question => [
      timeReply(Buffer.alloc(48)),
      timeReply(question, { mode: 3 }),
      timeReply(question, { mode: 6 }),
      timeReply(question, { version: 0 }),
      timeReply(question).subarray(0, 47),
      question,
      timeReply(question),
    ])
    expect(result).toMatchObject({ outcome: 'synchronised', ignored: 6 })
  })

  test('nothing but such answers, or one without a time', async () => {
    expect(await askScript(question => [question], { timeoutMs: 2000 })).toMatchObject({
      outcome: 'malformed',
      tries: 2,
    })
    const noTime = (question: Buffer): Buffer[] => {
      const packet = timeReply(question)
      packet.fill(0, 40)
      return [packet]
    }
    expect(await askScript(noTime, { timeoutMs: 3000 })).toMatchObject({ outcome: 'malformed', tries: 1 })
  })

  test('silence', async () => {
    expect(await askScript(() => [], HASTY)).toEqual({
      server: '127.0.0.1',
      port: expect.any(Number),
      outcome: 'no-answer',
      tries: 2,
      ignored: 0,
    })
  })

  test('nothing listens', async () => {
    const gone = await startTimeServer(() => [])
    await gone[Symbol.asyncDispose]()
    expect(await askTime(gone, PATIENT)).toMatchObject({ outcome: 'unreachable', code: 'ECONNREFUSED' })
  })

  test('a name, a port that is none, a local address of the other family', async () => {
    expect(await askTime({ address: 'ntp.example.net' }, PATIENT)).toMatchObject({ outcome: 'not-tried' })
    expect(await askTime({ address: '127.0.0.1', port: 70_000 }, PATIENT)).toMatchObject({
      outcome: 'not-tried',
    })
    expect(await askTime({ address: '127.0.0.1', port: 9 }, { ...PATIENT, bind: '::1' })).toMatchObject({
      outcome: 'not-sent',
      code: 'EAFNOSUPPORT',
    })
  })

  test('ends when the run is ended', async () => {
    const stop = new AbortController()
    const script = (): Buffer[] => {
      stop.abort()
      return []
    }
    expect(await askScript(script, { timeoutMs: 600_000, signal: stop.signal })).toMatchObject({
      outcome: 'cancelled',
      tries: 1,
    })
    expect(await askScript(() => [], { ...PATIENT, signal: stop.signal })).toMatchObject({
      outcome: 'cancelled',
      tries: 0,
    })
  })
})
