// Time packets nobody should send: damaged, cut, too long, floods. A question ends in time and tells plain data.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TIME_OUTCOMES, type TimeResult } from '../../../src/model/probe/time.ts'
import { askTime } from '../../../src/probe/time/ask.ts'
import { readTimeAnswer, timeQuestion } from '../../../src/probe/time/packet.ts'
import { startTimeServer, timeReply } from './server.ts'

const NOW = Date.UTC(2026, 10, 22)

function expectSane(result: TimeResult): void {
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  expect(TIME_OUTCOMES).toContain(result.outcome)
  for (const value of Object.values(result))
    if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite)
  if (result.errorMs !== undefined) expect(result.errorMs).toBeGreaterThan(0)
  if (result.reference !== undefined) expect(result.reference).toMatch(/^[\x21-\x7e]{0,15}$/)
  if (result.kiss !== undefined) expect(result.kiss).toMatch(/^[\x21-\x7e]{1,4}$/)
}

test('any bytes that answer the question give finite times', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 40, maxLength: 120 }), bytes => {
      const asked = timeQuestion()
      const packet = Buffer.concat([bytes.subarray(0, 24), asked.subarray(40, 48), bytes.subarray(24)])
      packet[0] = ((packet[0] ?? 0) & 0xc0) | 0x24
      const answer = readTimeAnswer(asked, packet, NOW)
      if (typeof answer === 'string') return
      for (const value of Object.values(answer))
        if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite)
      // The era nearest to now: never further than 68 years away.
      expect(Math.abs(answer.receivedAt - NOW)).toBeLessThanOrEqual(2 ** 31 * 1000)
    }),
    { seed: 1, numRuns: 3000 },
  )
})

test('any bytes at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      expect(readTimeAnswer(timeQuestion(), Buffer.from(bytes), NOW)).toBe('other')
    }),
    { seed: 2, numRuns: 2000 },
  )
})

test('damaged answers over UDP', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(47), fc.nat(255)), { maxLength: 8 }),
      fc.oneof(fc.constant(48), fc.nat(60)),
      async (edits, length) => {
        await using server = await startTimeServer(question => {
          const packet = Buffer.concat([timeReply(question), Buffer.alloc(12, 0xff)]).subarray(0, length)
          for (const [at, byte] of edits) if (at < packet.length) packet[at] = byte
          return [packet]
        })
        expectSane(await askTime(server, { timeoutMs: 50 }))
      },
    ),
    { seed: 3, numRuns: 80 },
  )
})

test('a flood of forged packets, and the largest one', async () => {
  await using flooding = await startTimeServer(() =>
    Array.from({ length: 500 }, () => timeReply(Buffer.alloc(48, 9))),
  )
  const result = await askTime(flooding, { timeoutMs: 400 })
  expectSane(result)
  expect(result.offsetMs).toBeUndefined()
  await using large = await startTimeServer(question => [
    Buffer.concat([timeReply(question), Buffer.alloc(60_000)]),
  ])
  expect(await askTime(large, { timeoutMs: 20_000 })).toMatchObject({ outcome: 'synchronised' })
})
