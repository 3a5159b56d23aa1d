// What a question does not do: send what is none, go on when told to stop, jump the queue.
import { describe, expect, test } from 'vitest'
import { askServer } from '../../../src/probe/dns/ask.ts'
import { a, always, askScript, FLAGS, HASTY, NAME, PATIENT, replyTo, startServer } from './server.ts'

describe('manners', () => {
  test.each([
    ['a server that is no address', { address: 'ns.example.net' }, NAME],
    ['a port that is none', { address: '127.0.0.1', port: 0 }, NAME],
    ['a name with a blank', { address: '127.0.0.1', port: 9 }, 'tools cisco.com'],
    ['an empty label', { address: '127.0.0.1', port: 9 }, 'tools..cisco.com'],
    ['a label of 64', { address: '127.0.0.1', port: 9 }, `${'a'.repeat(64)}.com`],
    [
      'a name of 254',
      { address: '127.0.0.1', port: 9 },
      Array.from({ length: 127 }, () => 'a')
        .join('.')
        .concat('.a'),
    ],
    ['no name', { address: '127.0.0.1', port: 9 }, ''],
  ])('%s is not tried', async (_what, server, name) => {
    let turns = 0
    const wait = async (): Promise<void> => {
      turns += 1
    }
    expect(await askServer(server, name, 'A', { ...PATIENT, wait })).toMatchObject({
      outcome: 'not-tried',
      tries: 0,
    })
    expect(turns).toBe(0)
  })

  test('waits its turn before each packet and each connection', async () => {
    let turns = 0
    const wait = async (): Promise<void> => {
      turns += 1
    }
    const reply = await askScript(() => [], { ...HASTY, wait })
    expect([turns, reply.tries]).toEqual([3, 3])
  })

  test('a local address that is not there, or of the other family', async () => {
    const server = { address: '127.0.0.1', port: 9 }
    expect(await askServer(server, NAME, 'A', { ...PATIENT, bind: '192.0.2.77' })).toMatchObject({
      outcome: 'not-sent',
      code: 'EADDRNOTAVAIL',
    })
    expect(await askServer(server, NAME, 'A', { ...PATIENT, bind: '::1' })).toMatchObject({
      outcome: 'not-sent',
      code: 'EAFNOSUPPORT',
    })
  })

  test('sends from the address it is told', async () => {
    await using server = await startServer(always({ answers: [a(NAME, '192.0.2.1')] }))
    expect(await askServer(server, NAME, 'A', { ...PATIENT, bind: '127.0.0.1' })).toMatchObject({
      outcome: 'answered',
    })
  })

  test.each([
    ['before it begins', 0],
    ['while it waits for UDP', 1],
    ['while it waits for TCP', 2],
  ])('ends when the run is ended, %s', async (_when, packets) => {
    const stop = new AbortController()
    if (packets === 0) stop.abort()
    let seen = 0
    const reply = await askScript(
      (query, transport) => {
        seen += 1
        if (seen === packets) stop.abort()
        return packets === 2 && transport === 'udp'
          ? [replyTo(query, { flags: FLAGS.truncated | FLAGS.recursion })]
          : []
      },
      { timeoutMs: 600_000, signal: stop.signal },
    )
    expect(reply.outcome).toBe('cancelled')
  })

  test('ends when the run is ended while it waits its turn', async () => {
    const stop = new AbortController()
    const wait = (): Promise<void> => {
      stop.abort()
      return new Promise(() => {})
    }
    const reply = await askScript(() => [], { ...PATIENT, signal: stop.signal, wait })
    expect(reply).toMatchObject({ outcome: 'cancelled', tries: 0 })
  })

  test('leaves no socket behind', async () => {
    const open = (): string[] => process.getActiveResourcesInfo().filter(kind => /^(UDP|TCP)/.test(kind))
    const before = open()
    const stop = new AbortController()
    await askScript(always({ answers: [a(NAME, '192.0.2.1')] }))
    await askScript(always({ flags: FLAGS.truncated }), HASTY, () => {})
    await askScript(always({ flags: FLAGS.truncated }), PATIENT, 'closed')
    await askScript(() => [], HASTY)
    await askServer({ address: '127.0.0.1', port: 9 }, NAME, 'A', { ...PATIENT, bind: '192.0.2.77' })
    await askScript(
      () => {
        stop.abort()
        return []
      },
      { ...PATIENT, signal: stop.signal },
    )
    // What was closed is gone a turn later.
    await new Promise(resolve => setImmediate(resolve))
    await new Promise(resolve => setImmediate(resolve))
    expect(open().length).toBeLessThanOrEqual(before.length)
  })
})
