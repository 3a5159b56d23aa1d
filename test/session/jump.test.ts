// Jump hosts: chained, each with its own host key and login, one connection for all devices behind it.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server, connect as tcpConnect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterEach, describe, expect, test } from 'vitest'
import { collectDevice } from '../../src/session/device.ts'
import { SessionError } from '../../src/session/errors.ts'
import type { HostKeyPolicy } from '../../src/session/hostkeys.ts'
import { JumpHosts, type JumpTarget } from '../../src/session/jump.ts'
import { FAST, HOST, KEY, PASSWORD, startDevice, TRUSTING, USER } from './scripted-device.ts'

const cleanUp: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

const JUMP_PASSWORD = 'jump-pass-1'

interface JumpServer {
  readonly port: number
  readonly logins: string[]
  /** `host:port` of every forwarding asked for. */
  readonly forwards: string[]
  readonly most: () => number
  drop(): void
}

/** An SSH server that forwards, as a bastion does. */
async function startJump(options: { forward?: boolean } = {}): Promise<JumpServer> {
  const logins: string[] = []
  const forwards: string[] = []
  const clients = new Set<ssh2.Connection>()
  let open = 0
  let most = 0
  const server = new ssh2.Server({ hostKeys: [KEY.private] }, client => {
    clients.add(client)
    client.on('error', () => undefined)
    client.on('close', () => clients.delete(client))
    client.on('authentication', context => {
      if (context.method !== 'password') return context.reject(['password'])
      logins.push(`${context.username}:${context.password}`)
      return context.password === JUMP_PASSWORD ? context.accept() : context.reject(['password'])
    })
    client.on('tcpip', (accept, reject, { destIP, destPort }) => {
      forwards.push(`${destIP}:${destPort}`)
      if (options.forward === false) return reject()
      const socket = tcpConnect(destPort, destIP)
      socket.on('error', () => reject())
      socket.on('connect', () => {
        const channel = accept()
        open += 1
        most = Math.max(most, open)
        // Either end may hang up first.
        socket.on('close', () => {
          open -= 1
          channel.end()
        })
        channel.on('close', () => socket.destroy())
        channel.on('error', () => undefined)
        channel.pipe(socket).pipe(channel)
      })
    })
  })
  await new Promise<void>(resolve => server.listen(0, HOST, resolve))
  cleanUp.push(() => new Promise(resolve => server.close(resolve)))
  const drop = (): void => {
    for (const client of clients) client.end()
  }
  cleanUp.push(drop)
  return { port: (server.address() as AddressInfo).port, logins, forwards, most: () => most, drop }
}

const jumpTo = (port: number, more: Partial<JumpTarget> = {}): JumpTarget => ({
  name: 'bastion',
  host: HOST,
  port,
  credentials: { username: 'ops', password: JUMP_PASSWORD },
  ...more,
})

function hosts(policy: HostKeyPolicy = TRUSTING): JumpHosts {
  const jumpHosts = new JumpHosts({ hostKeys: policy, legacyCrypto: false, limits: FAST })
  cleanUp.push(() => jumpHosts.end())
  return jumpHosts
}

async function read(port: number, jump: readonly JumpTarget[], jumpHosts: JumpHosts, hostKeys = TRUSTING) {
  const plan = [
    { command: 'show version', alternatives: [], fallback: [], limits: 'show' as const, rules: [] },
  ]
  return collectDevice(
    {
      name: 'sw1',
      host: HOST,
      port,
      platform: 'ios-xe',
      credentials: { username: USER, password: PASSWORD },
      jump,
    },
    () => plan as never,
    { hostKeys, jumpHosts, limits: FAST },
  )
}

async function device() {
  const started = await startDevice({ answer: () => 'data\n' })
  cleanUp.push(() => started.close())
  return started
}

describe('T19 jump hosts', () => {
  test('two in a row, each with its own login', async () => {
    const [outer, inner, sw] = [await startJump(), await startJump(), await device()]
    const chain = [
      jumpTo(outer.port, { name: 'outer' }),
      jumpTo(inner.port, { name: 'inner', credentials: { username: 'second', password: JUMP_PASSWORD } }),
    ]
    const set = await read(sw.port, chain, hosts())
    expect(set.problem).toBeUndefined()
    expect(set.captures.map(({ command, text }) => [command, text])).toEqual([['show version', 'data\n']])
    expect(outer.logins).toEqual([`ops:${JUMP_PASSWORD}`])
    expect(inner.logins).toEqual([`second:${JUMP_PASSWORD}`])
    expect(outer.forwards).toEqual([`${HOST}:${inner.port}`])
    expect(inner.forwards).toEqual([`${HOST}:${sw.port}`])
  })

  test('the host key of each hop and of the device is checked by its own name', async () => {
    const [bastion, sw] = [await startJump(), await device()]
    const folder = await mkdtemp(join(tmpdir(), 'smartlic-jump-'))
    cleanUp.push(() => rm(folder, { recursive: true, force: true }))
    const file = join(folder, 'known_hosts')
    const strict: HostKeyPolicy = { mode: 'strict', file }
    const refused = await read(sw.port, [jumpTo(bastion.port)], hosts(strict), strict)
    expect(refused.problem).toMatchObject({
      kind: 'hostkey-unknown',
      message: expect.stringMatching(/^jump host "?bastion"?: /),
    })
    const learning: HostKeyPolicy = { mode: 'accept-new', file }
    expect((await read(sw.port, [jumpTo(bastion.port)], hosts(learning), learning)).problem).toBeUndefined()
    const known = await readFile(file, 'utf8')
    expect(known).toContain(`[${HOST}]:${bastion.port} `)
    expect(known).toContain(`[${HOST}]:${sw.port} `)
    expect((await read(sw.port, [jumpTo(bastion.port)], hosts(strict), strict)).problem).toBeUndefined()
  })

  test('a refused login names the hop, and is not tried again for the next device', async () => {
    const [bastion, sw] = [await startJump(), await device()]
    const jumpHosts = hosts()
    const wrong = jumpTo(bastion.port, { credentials: { username: 'ops', password: 'wrong-9' } })
    for (let i = 0; i < 3; i++) {
      const { problem } = await read(sw.port, [wrong], jumpHosts)
      expect(problem).toMatchObject({ kind: 'auth-failed', message: expect.stringContaining('bastion') })
      expect(JSON.stringify(problem)).not.toContain('wrong-9')
    }
    expect(bastion.logins).toEqual(['ops:wrong-9'])
  })

  test('a device the jump host cannot reach is told so', async () => {
    const [bastion, closed] = [await startJump(), await unusedPort()]
    const { problem } = await read(closed, [jumpTo(bastion.port)], hosts())
    expect(problem).toMatchObject({ message: expect.stringMatching(/^through jump host "?bastion"?: /) })
  })

  test('a jump host that forwards nothing', async () => {
    const [bastion, sw] = [await startJump({ forward: false }), await device()]
    const { problem } = await read(sw.port, [jumpTo(bastion.port)], hosts())
    expect(problem?.message).toMatch(/^through jump host "?bastion"?: /)
  })
})

describe('T9 many devices behind one jump host', () => {
  test('share its connection, no more than its limit at once', async () => {
    const [bastion, sw] = [await startJump(), await device()]
    const jumpHosts = hosts()
    const sets = await Promise.all(
      Array.from({ length: 8 }, () => read(sw.port, [jumpTo(bastion.port, { limit: 3 })], jumpHosts)),
    )
    expect(sets.map(set => set.problem)).toEqual(Array(8).fill(undefined))
    expect(bastion.logins).toHaveLength(1)
    expect(bastion.forwards).toHaveLength(8)
    expect(bastion.most()).toBeLessThanOrEqual(3)
  })

  test('a connection that was lost is made anew', async () => {
    const [bastion, sw] = [await startJump(), await device()]
    const jumpHosts = hosts()
    expect((await read(sw.port, [jumpTo(bastion.port)], jumpHosts)).problem).toBeUndefined()
    bastion.drop()
    await expect
      .poll(async () => (await read(sw.port, [jumpTo(bastion.port)], jumpHosts)).problem)
      .toBeUndefined()
    expect(bastion.logins.length).toBeGreaterThan(1)
  })

  test('a stopped run waits for no slot', async () => {
    const [bastion, sw] = [await startJump(), await device()]
    const jumpHosts = hosts()
    const chain = [jumpTo(bastion.port, { limit: 1 })]
    const held = await jumpHosts.open(chain, HOST, sw.port, undefined)
    const stop = new AbortController()
    const waiting = jumpHosts.open(chain, HOST, sw.port, stop.signal).catch((error: unknown) => error)
    stop.abort()
    expect(await waiting).toBeInstanceOf(SessionError)
    held.destroy()
  })
})

/** A port nothing listens on. */
async function unusedPort(): Promise<number> {
  const server: Server = createServer()
  await new Promise<void>(resolve => server.listen(0, HOST, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
