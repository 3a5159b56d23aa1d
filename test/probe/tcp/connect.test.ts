// Connecting: every outcome that needs no root, both families, and what a racing client would have picked.
import { describe, expect, test } from 'vitest'
import { connectTcp, MOST_ADDRESSES } from '../../../src/probe/tcp/connect.ts'
import { openTcp } from '../../../src/probe/tcp/open.ts'
import { canListen, freePort, HASTY, PATIENT, serve, silentPort, V4, V6 } from './scripted.ts'

const hasV6 = await canListen(V6)

describe('connectTcp', () => {
  test('connects, says so of the family, and closes', async () => {
    const server = await serve(socket => socket.resume())
    const result = await connectTcp({ addresses: [V4], port: server.port }, PATIENT)
    expect(result.attempts).toMatchObject([
      { address: V4, family: 4, port: server.port, outcome: 'connected' },
    ])
    expect(result.attempts[0]).not.toHaveProperty('closedAtOnce')
    expect(result.v4).toEqual({ tried: 1, connected: 1, outcome: 'connected' })
    expect(result.v6).toEqual({ tried: 0, connected: 0, outcome: 'none' })
    expect(result.picked).toMatchObject({ address: V4, family: 4, delay: 0 })
    await server.close()
  })

  test('is plain data', async () => {
    const result = await connectTcp({ addresses: [V4], port: await freePort() }, PATIENT)
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })

  test('a port where nothing listens refuses', async () => {
    const result = await connectTcp({ addresses: [V4], port: await freePort() }, PATIENT)
    expect(result.attempts).toMatchObject([{ outcome: 'refused', code: 'ECONNREFUSED' }])
    expect(result.v4).toEqual({ tried: 1, connected: 0, outcome: 'refused' })
    expect(result).not.toHaveProperty('picked')
  })

  test('a filter that accepts and tears down is a reset', async () => {
    const server = await serve(socket => socket.resetAndDestroy())
    const result = await connectTcp({ addresses: [V4], port: server.port, holdMs: 20_000 }, PATIENT)
    expect(result.attempts).toMatchObject([{ outcome: 'reset', code: 'ECONNRESET' }])
    await server.close()
  })

  test('accepted and closed at once is said', async () => {
    const server = await serve(socket => socket.end())
    const result = await connectTcp({ addresses: [V4], port: server.port, holdMs: 20_000 }, PATIENT)
    expect(result.attempts).toMatchObject([{ outcome: 'connected', closedAtOnce: true }])
    await server.close()
  })

  test('a server that greets is connected', async () => {
    const server = await serve(socket => socket.write('SSH-2.0-x\r\n'))
    const result = await connectTcp({ addresses: [V4], port: server.port }, PATIENT)
    expect(result.v4.outcome).toBe('connected')
    await server.close()
  })

  test('silence ends by the time limit', async context => {
    const silent = await silentPort()
    if (silent === undefined) return context.skip('no way to be silent here')
    const result = await connectTcp({ addresses: [V4], port: silent.port }, HASTY)
    expect(result.attempts).toMatchObject([{ outcome: 'timed-out' }])
    await silent.close()
  })

  test.skipIf(!hasV6)('IPv4 is dead, IPv6 lives', async () => {
    const server = await serve(socket => socket.resume(), V6)
    const result = await connectTcp({ addresses: [V4, V6], port: server.port }, PATIENT)
    expect(result.v4).toEqual({ tried: 1, connected: 0, outcome: 'refused' })
    expect(result.v6).toEqual({ tried: 1, connected: 1, outcome: 'connected' })
    expect(result.picked).toMatchObject({ address: V6, family: 6, delay: 0 })
    await server.close()
  })

  test.skipIf(!hasV6)('IPv6 is dead, IPv4 lives', async () => {
    const server = await serve(socket => socket.resume(), V4)
    const result = await connectTcp({ addresses: [V6, V4], port: server.port }, PATIENT)
    expect(result.v6.outcome).toBe('refused')
    expect(result.picked).toMatchObject({ address: V4, family: 4 })
    await server.close()
  })

  test('names are not resolved, ports are checked', async () => {
    const named = await connectTcp({ addresses: ['localhost', V4], port: 70_000 }, PATIENT)
    expect(named.attempts).toEqual([
      { address: 'localhost', family: 0, port: 70_000, outcome: 'not-tried', ms: 0, code: 'no-address' },
      { address: V4, family: 4, port: 70_000, outcome: 'not-tried', ms: 0, code: 'no-port' },
    ])
  })

  test('a source address of the other family leaves an address untried', async () => {
    const server = await serve(socket => socket.resume())
    const result = await connectTcp(
      { addresses: [V4, V6], port: server.port },
      { ...PATIENT, bind: '127.0.0.2' },
    )
    expect(result.attempts).toMatchObject([
      { outcome: 'connected' },
      { outcome: 'not-tried', code: 'bind-family' },
    ])
    await server.close()
  })

  test('a source address that is not of this computer', async () => {
    const result = await connectTcp({ addresses: [V4], port: 443 }, { ...PATIENT, bind: '192.0.2.77' })
    expect(result.attempts).toMatchObject([{ outcome: 'no-route', code: 'EADDRNOTAVAIL' }])
  })

  test('tries each address once, and not too many', async () => {
    const addresses = Array.from({ length: 12 }, (_, at) => `127.0.0.${at + 1}`)
    const port = await freePort()
    const result = await connectTcp({ addresses: [...addresses, ...addresses], port }, PATIENT)
    expect(result.attempts.map(({ address }) => address)).toEqual(addresses.slice(0, MOST_ADDRESSES))
    expect(result.leftOut).toBe(4)
  })

  test('waits its turn before each connection, and a stopped run connects to nothing', async () => {
    const server = await serve(socket => socket.resume())
    let turns = 0
    const wait = async (): Promise<void> => {
      turns++
    }
    await connectTcp({ addresses: [V4, '127.0.0.2'], port: server.port }, { ...PATIENT, wait })
    expect(turns).toBe(2)
    const before = server.count()
    const never = {
      ...PATIENT,
      wait: () => new Promise<void>(() => undefined),
      signal: AbortSignal.timeout(50),
    }
    const waiting = await connectTcp({ addresses: [V4], port: server.port }, never)
    const stopped = await connectTcp(
      { addresses: [V4], port: server.port },
      { ...PATIENT, signal: AbortSignal.abort() },
    )
    expect([waiting.v4.outcome, stopped.v4.outcome]).toEqual(['cancelled', 'cancelled'])
    expect(server.count()).toBe(before)
    await server.close()
  })

  test('a run that is stopped while connecting', async context => {
    const silent = await silentPort()
    if (silent === undefined) return context.skip('no way to be silent here')
    const result = await connectTcp(
      { addresses: [V4], port: silent.port },
      { ...PATIENT, signal: AbortSignal.timeout(50) },
    )
    expect(result.v4.outcome).toBe('cancelled')
    await silent.close()
  })
})

test('a late reset of an opened connection harms nobody', async () => {
  const server = await serve(socket => {
    socket.once('data', () => socket.resetAndDestroy())
  })
  const { attempt, socket } = await openTcp({ address: V4, port: server.port }, PATIENT)
  expect(attempt.outcome).toBe('connected')
  socket?.resume()
  const closed = new Promise(resolve => socket?.once('close', resolve))
  socket?.write('x')
  await closed
  await server.close()
})
