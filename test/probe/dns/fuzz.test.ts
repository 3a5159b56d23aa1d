// Answers nobody should send: mutated, cut, oversized, endless, dripping. A question ends in time and tells plain data.
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DNS_OUTCOMES, type DnsReply } from '../../../src/model/probe/dns.ts'
import { meaningOf } from '../../../src/probe/dns/meaning.ts'
import { question, readAnswer } from '../../../src/probe/dns/message.ts'
import { a, aaaa, askScript, cname, FLAGS, framed, NAME, ns, replyTo, type Script, soa } from './server.ts'

const ASKED = question(4711, NAME, 'A', true)

/** Bytes changed, put in, left out; and the ends of real messages moved. */
interface Damage {
  readonly edits: readonly (readonly [number, number])[]
  readonly cut: number
  readonly tail: Uint8Array
}

const damage: fc.Arbitrary<Damage> = fc.record({
  edits: fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }),
  cut: fc.oneof(fc.constant(0), fc.nat(200)),
  tail: fc.uint8Array({ maxLength: 40 }),
})

/** The ID and the direction stay, so that the rest is looked at. */
function damaged(packet: Buffer, { edits, cut, tail }: Damage): Buffer {
  const copy = Buffer.concat([packet.subarray(0, Math.max(12, packet.length - cut)), tail])
  for (const [at, byte] of edits) {
    const place = 3 + (at % Math.max(1, copy.length - 3))
    copy[place] = byte
  }
  return copy
}

const RECORDS = [
  a(NAME, '192.0.2.1'),
  aaaa(NAME, '2001:db8::1'),
  cname(NAME, 'e1.example.net'),
  cname('e1.example.net', NAME),
  a('e1.example.net', '192.0.2.2'),
  soa('cisco.com'),
  ns('cisco.com', 'ns1.cisco.com'),
]

const records = fc.array(fc.constantFrom(...RECORDS), { maxLength: 8 })
const reply = fc.record({
  rcode: fc.constantFrom(0, 0, 0, 2, 3, 5, 11),
  flags: fc.constantFrom(0, FLAGS.recursion, FLAGS.authoritative, FLAGS.truncated),
  answers: records,
  authorities: records,
})

const asQuery = { id: 4711, questions: [{ type: 'A' as const, name: NAME, class: 'IN' as const }] }

function expectPlain(result: Partial<DnsReply>): void {
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  expect(DNS_OUTCOMES).toContain(result.outcome)
  expect(result.addresses?.length).toBeLessThanOrEqual(32)
  expect(result.cnames?.length).toBeLessThanOrEqual(16)
  for (const name of result.cnames ?? []) expect(name.length).toBeLessThanOrEqual(200)
}

describe('reading', () => {
  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), bytes => {
        const packet = Buffer.concat([ASKED.subarray(0, 2), Buffer.of(0x81, 0x80), bytes])
        const message = readAnswer(ASKED, packet)
        if (typeof message !== 'string') expectPlain(meaningOf(message, NAME, 'A'))
      }),
      { seed: 1, numRuns: 3000 },
    )
  })

  test('damaged answers', () => {
    let read = 0
    fc.assert(
      fc.property(reply, damage, (said, how) => {
        const message = readAnswer(ASKED, damaged(replyTo(asQuery as never, said), how))
        if (typeof message === 'string') return
        read += 1
        expectPlain(meaningOf(message, NAME, 'A'))
      }),
      { seed: 2, numRuns: 4000 },
    )
    expect(read).toBeGreaterThan(500)
  })

  test('whole answers are never taken for anything else', () => {
    fc.assert(
      fc.property(reply, said => {
        const message = readAnswer(ASKED, replyTo(asQuery as never, said))
        expect(typeof message).toBe('object')
      }),
      { seed: 3, numRuns: 500 },
    )
  })

  test('names that point at one another, counts that promise the most', () => {
    const head = replyTo(asQuery as never)
    const pointers = Buffer.alloc(65_000)
    for (let at = 0; at + 1 < pointers.length; at += 2)
      pointers.writeUInt16BE(0xc000 | Math.min(0x3fff, Math.max(12, head.length + at - 2)), at)
    const packet = Buffer.concat([head, pointers])
    packet.writeUInt16BE(0xffff, 6)
    packet.writeUInt16BE(0xffff, 8)
    packet.writeUInt16BE(0xffff, 10)
    const message = readAnswer(ASKED, packet)
    if (typeof message !== 'string') expectPlain(meaningOf(message, NAME, 'A'))
    expect(['malformed', 'object']).toContain(typeof message === 'string' ? message : 'object')
  })

  test('an alias chain as long as a message can hold', () => {
    const answers = Array.from({ length: 1500 }, (_, n) => cname(n === 0 ? NAME : `n${n}`, `n${n + 1}`))
    const message = readAnswer(ASKED, replyTo(asQuery as never, { answers }))
    if (typeof message === 'string') throw new Error(message)
    const meaning = meaningOf(message, NAME, 'A')
    expectPlain(meaning)
    expect(meaning).toMatchObject({ outcome: 'no-data', leftOut: 1484 })
  })
})

describe('asking', () => {
  test('damaged answers over UDP and TCP', async () => {
    await fc.assert(
      fc.asyncProperty(reply, damage, fc.boolean(), async (said, how, viaTcp) => {
        const script: Script = (query, transport) => [
          viaTcp && transport === 'udp'
            ? replyTo(query, { flags: FLAGS.truncated })
            : damaged(replyTo(query, said), how),
        ]
        const { transports, ...result } = await askScript(script, { timeoutMs: 60 })
        expectPlain(result)
        expect(transports.length).toBeLessThanOrEqual(result.tries)
      }),
      { seed: 4, numRuns: 60 },
    )
  })

  const cut: Script = query => [replyTo(query, { flags: FLAGS.truncated })]

  test.each<[string, (socket: Socket) => void]>([
    ['a length and nothing', socket => void socket.write(Buffer.of(0xff, 0xff))],
    ['half a length', socket => void socket.write(Buffer.of(0xff))],
    [
      'a byte now and then, for ever',
      socket => {
        socket.write(Buffer.of(0xff, 0xff))
        const drip = setInterval(() => socket.write(Buffer.of(0)), 5)
        socket.on('close', () => clearInterval(drip))
      },
    ],
    [
      'empty messages without end',
      socket => {
        const more = (): void => {
          if (!socket.destroyed) socket.write(Buffer.alloc(16_384), () => setImmediate(more))
        }
        more()
      },
    ],
    [
      'the longest message of zeros, again and again',
      socket => {
        const more = (): void => {
          if (!socket.destroyed) socket.write(framed(Buffer.alloc(65_535)), () => setImmediate(more))
        }
        more()
      },
    ],
  ])('over TCP: %s', async (_what, serve) => {
    const result = await askScript(cut, { timeoutMs: 400 }, serve)
    expect(result).toMatchObject({ outcome: 'truncated-no-tcp', transport: 'udp' })
  })

  test('a flood of forged packets over UDP', async () => {
    const flood: Script = query => {
      const other = replyTo({ ...query, id: (query.id ?? 0) ^ 1 }, { answers: [a(NAME, '198.51.100.66')] })
      return Array.from({ length: 500 }, () => other)
    }
    const result = await askScript(flood, { timeoutMs: 600 })
    expect(result).toMatchObject({ outcome: 'no-answer', addresses: [] })
  })

  test('the largest packet UDP can carry', async () => {
    const result = await askScript(query => {
      const packet = Buffer.concat([
        replyTo(query, { answers: [a(NAME, '192.0.2.1')] }),
        Buffer.alloc(60_000, 0xc0),
      ])
      return [packet]
    })
    expect(result).toMatchObject({ outcome: 'answered' })
  })
})
