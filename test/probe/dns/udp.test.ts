// Questions over UDP: lost, forged, unreadable, unwanted ones.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { decode } from 'dns-packet'
import { describe, expect, test } from 'vitest'
import { askServer } from '../../../src/probe/dns/ask.ts'
import { a, always, askScript, HASTY, NAME, PATIENT, replyTo, startServer } from './server.ts'

describe('UDP', () => {
  test('asks again when the first question or its answer is lost', async () => {
    let lost = false
    const reply = await askScript(
      query => {
        if (lost) return [replyTo(query, { answers: [a(NAME, '192.0.2.1')] })]
        lost = true
        return []
      },
      { timeoutMs: 6000 },
    )
    expect(reply).toMatchObject({
      outcome: 'answered',
      tries: 2,
      withoutEdns: true,
      transports: ['udp', 'udp'],
    })
  })

  test('IDs differ from question to question', async () => {
    await using server = await startServer(always({ rcode: 3 }))
    for (let n = 0; n < 8; n += 1) await askServer(server, NAME, 'A', PATIENT)
    expect(new Set(server.asked.map(({ query }) => query.id)).size).toBeGreaterThan(4)
  })

  test.each([
    ['FORMERR', 1],
    ['NOTIMP', 4],
  ])('falls back to no EDNS on %s', async (_name, rcode) => {
    const reply = await askScript(query => [
      (query.additionals ?? []).length > 0
        ? replyTo(query, { rcode, questions: [] })
        : replyTo(query, { answers: [a(NAME, '192.0.2.1')] }),
    ])
    expect(reply).toMatchObject({ outcome: 'answered', withoutEdns: true, tries: 2 })
  })

  test('BADVERS, in the extended code, is such an answer too', async () => {
    const reply = await askScript(query => {
      if ((query.additionals ?? []).length === 0) return [replyTo(query, { answers: [a(NAME, '192.0.2.1')] })]
      return [
        replyTo(query, {
          additionals: [
            {
              type: 'OPT',
              name: '.',
              udpPayloadSize: 512,
              extendedRcode: 1,
              ednsVersion: 0,
              flags: 0,
              flag_do: false,
              options: [],
            },
          ],
        }),
      ]
    })
    expect(reply).toMatchObject({ outcome: 'answered', withoutEdns: true })
  })

  test('FORMERR without EDNS as well is a refusal', async () => {
    expect(await askScript(always({ rcode: 1 }))).toMatchObject({
      outcome: 'refused',
      rcode: 'FORMERR',
      tries: 2,
    })
  })

  test('leaves wrong IDs, wrong names, questions and short packets aside', async () => {
    const reply = await askScript((query, _transport, raw) => [
      replyTo({ ...query, id: ((query.id ?? 0) + 1) & 0xffff }, { answers: [a(NAME, '198.51.100.66')] }),
      replyTo(query, {
        questions: [{ type: 'A', class: 'IN', name: 'tools.cisco.co' }],
        answers: [a(NAME, '198.51.100.66')],
      }),
      replyTo(query, { questions: [], answers: [a(NAME, '198.51.100.66')] }),
      raw,
      raw.subarray(0, 11),
      Buffer.alloc(0),
      replyTo(query, { answers: [a(NAME, '192.0.2.1')] }),
    ])
    expect(reply).toMatchObject({ outcome: 'answered', ignored: 6, addresses: [{ address: '192.0.2.1' }] })
  })

  test('a packet of another address does not arrive', async () => {
    const [server, stranger] = [createSocket('udp4'), createSocket('udp4')]
    for (const socket of [server, stranger]) await once(socket.bind(0, '127.0.0.1'), 'listening')
    server.on('message', (raw, from) => {
      const query = decode(raw)
      const send = (socket: Socket, address: string, done?: () => void): void =>
        socket.send(replyTo(query, { answers: [a(NAME, address)] }), from.port, from.address, done)
      send(stranger, '198.51.100.66', () => setTimeout(() => send(server, '192.0.2.1'), 20))
    })
    const reply = await askServer(server.address(), NAME, 'A', PATIENT)
    for (const socket of [server, stranger]) socket.close()
    expect(reply).toMatchObject({ outcome: 'answered', ignored: 0, addresses: [{ address: '192.0.2.1' }] })
  })

  test('a packet that cannot be read gives way to one that can', async () => {
    const reply = await askScript(query => {
      const good = replyTo(query, { answers: [a(NAME, '192.0.2.1')] })
      return [good.subarray(0, good.length - 2), good]
    })
    expect(reply.outcome).toBe('answered')
  })

  test('nothing but packets that cannot be read', async () => {
    const reply = await askScript(
      query => {
        const good = replyTo(query, { answers: [a(NAME, '192.0.2.1')] })
        return [good.subarray(0, good.length - 2)]
      },
      { timeoutMs: 3000 },
    )
    expect(reply).toMatchObject({ outcome: 'malformed', addresses: [], tries: 1 })
  })

  test('silence, over TCP too', async () => {
    expect(await askScript(() => [], HASTY)).toMatchObject({
      outcome: 'no-answer',
      rcode: '',
      transport: '',
      tries: 3,
    })
  })

  test('nothing listens', async () => {
    const gone = await startServer(() => [])
    await gone[Symbol.asyncDispose]()
    expect(await askServer(gone, NAME, 'A', PATIENT)).toMatchObject({
      outcome: 'unreachable',
      code: 'ECONNREFUSED',
    })
  })
})
