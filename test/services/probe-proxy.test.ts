// Tunnels through tinyproxy and squid: each way they agree or refuse, and the probes that follow through the tunnel.

import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProbeContext } from '../../src/probe/context.ts'
import { askEndpoint } from '../../src/probe/http/ask.ts'
import { exchange } from '../../src/probe/http/exchange.ts'
import { openTunnel, type Tunnel } from '../../src/probe/proxy/tunnel.ts'
import { openTcp } from '../../src/probe/tcp/open.ts'
import { withTool } from './available.ts'
import { freePorts } from './probe-http-daemon.ts'
import { type Nginx, startNginx } from './probe-http-nginx.ts'
import {
  PASSWORD,
  type ProxyServer,
  type Squid,
  startSquid,
  startTinyproxy,
  USER,
} from './probe-proxy-servers.ts'

const ctx: ProbeContext = { timeoutMs: 30_000 }
const credentials = { user: USER, password: PASSWORD }
const HOST = 'ssm.example.test'

function tunnel(
  port: number,
  target: { host: string; port: number },
  given?: typeof credentials,
): Promise<Tunnel> {
  return openTunnel({ host: 'proxy.example.test', address: '127.0.0.1', port }, target, ctx, given)
}

/** TLS through the tunnel, then a licensing endpoint. */
async function endpointThrough({ result, stream }: Tunnel): Promise<string> {
  expect(result.outcome).toBe('established')
  const tls = connectTls({ ...(stream === undefined ? {} : { socket: stream }), rejectUnauthorized: false })
  await once(tls, 'secureConnect')
  const target = {
    scheme: 'https',
    host: HOST,
    port: result.target.port,
    path: '/SmartTransport',
    kind: 'smart-on-prem',
  } as const
  const asked = await askEndpoint(tls, target, ctx)
  stream?.destroy()
  return asked.outcome
}

withTool('nginx', 'behind proxies', nginxPath => {
  let nginx: Nginx
  beforeAll(async () => {
    nginx = await startNginx(nginxPath)
  })
  afterAll(() => nginx?.stop())

  withTool('tinyproxy', 'tinyproxy', path => {
    const started: ProxyServer[] = []
    const start = async (settings: readonly string[], filter = ''): Promise<number> => {
      const server = await startTinyproxy(path, settings, filter)
      started.push(server)
      return server.port
    }
    afterAll(async () => {
      for (const server of started) await server.stop()
    })

    test('open: the endpoint answers through the tunnel', async () => {
      const port = await start([])
      expect(await endpointThrough(await tunnel(port, { host: '127.0.0.1', port: nginx.port.tls }))).toBe(
        'right-path',
      )
    })

    test('with a password: none, a wrong one, the right one', async () => {
      const port = await start([`BasicAuth ${USER} ${PASSWORD}`])
      const target = { host: '127.0.0.1', port: nginx.port.tls }
      const none = await tunnel(port, target)
      expect(none.result).toMatchObject({
        outcome: 'auth-required',
        schemes: ['Basic'],
        answer: { status: 407 },
      })
      const wrong = await tunnel(port, target, { user: USER, password: 'other' })
      expect(wrong.result).toMatchObject({ outcome: 'auth-refused', credentials: true })
      expect(await endpointThrough(await tunnel(port, target, credentials))).toBe('right-path')
    })

    test('a filtered host is denied, a forbidden port is told apart', async () => {
      const filtering = await start(['Filter "FILTER"', 'FilterDefaultDeny Yes'], 'allowed.example.test\n')
      const denied = await tunnel(filtering, { host: '127.0.0.1', port: nginx.port.tls })
      expect(denied.result).toMatchObject({ outcome: 'denied', answer: { status: 403 } })
      const narrow = await start(['ConnectPort 443'])
      const port = await tunnel(narrow, { host: '127.0.0.1', port: nginx.port.tls })
      expect(port.result).toMatchObject({ outcome: 'refused-port', answer: { status: 403 } })
    })

    test('a dead proxy behind it, and a dead server', async () => {
      const [dead = 0] = await freePorts(1)
      const chained = await start([`Upstream http 127.0.0.1:${dead}`])
      const behind = await tunnel(chained, { host: '127.0.0.1', port: nginx.port.tls })
      expect(behind.result.outcome).toBe('bad-gateway')
      const open = await start([])
      const server = await tunnel(open, { host: '127.0.0.1', port: dead })
      expect(server.result).toMatchObject({ outcome: 'bad-gateway', cause: 'connect' })
    })

    test('plain HTTP in absolute form', async () => {
      const port = await start([])
      const { socket } = await openTcp({ address: '127.0.0.1', port }, ctx)
      if (socket === undefined) throw new Error('no connection')
      const request = {
        scheme: 'http',
        host: '127.0.0.1',
        port: nginx.port.right,
        path: '/cslu/v1/pi',
        throughProxy: {},
      } as const
      const reply = await exchange(socket, request, ctx)
      expect(reply).toMatchObject({ kind: 'answer', status: 200 })
    })

    test('asked as if it were the server, it gives itself away', async () => {
      const port = await start([])
      const { socket } = await openTcp({ address: '127.0.0.1', port }, ctx)
      if (socket === undefined) throw new Error('no connection')
      const target = {
        scheme: 'http',
        host: HOST,
        port,
        path: '/SmartTransport',
        kind: 'smart-on-prem',
      } as const
      const { outcome, signs } = await askEndpoint(socket, target, ctx)
      expect(outcome).not.toBe('right-path')
      expect(signs).toContain('proxy-header')
    })
  })

  withTool('squid', 'squid', path => {
    let squid: Squid
    let dead = 0
    beforeAll(async () => {
      ;[dead = 0] = await freePorts(1)
      squid = await startSquid(path, [HOST], [nginx.port.tls, dead])
    })
    afterAll(() => squid?.stop())
    const target = () => ({ host: HOST, port: nginx.port.tls })

    test('open: the endpoint answers through the tunnel', async () => {
      expect(await endpointThrough(await tunnel(squid.port.open, target()))).toBe('right-path')
    })

    test('with a password: none, a wrong one, the right one', async () => {
      const none = await tunnel(squid.port.password, target())
      expect(none.result).toMatchObject({
        outcome: 'auth-required',
        schemes: ['Basic'],
        answer: {
          status: 407,
          error: expect.stringMatching(/^ERR_CACHE_ACCESS_DENIED/),
          server: expect.stringMatching(/^squid/),
        },
      })
      const wrong = await tunnel(squid.port.password, target(), { user: USER, password: 'other' })
      expect(wrong.result.outcome).toBe('auth-refused')
      expect(await endpointThrough(await tunnel(squid.port.password, target(), credentials))).toBe(
        'right-path',
      )
    })

    test('a rule denies, with its page', async () => {
      const { result } = await tunnel(squid.port.closed, target())
      expect(result).toMatchObject({
        outcome: 'denied',
        answer: { status: 403, error: 'ERR_ACCESS_DENIED 0', title: expect.stringContaining('ERROR') },
      })
    })

    test('a forbidden port cannot be told from a forbidden host', async () => {
      const { result } = await tunnel(squid.port.open, { host: HOST, port: 25 })
      expect(result).toMatchObject({ outcome: 'denied', answer: { status: 403 } })
    })

    test('it cannot reach the server; it cannot resolve the name', async () => {
      const away = await tunnel(squid.port.open, { host: HOST, port: dead })
      expect(away.result).toMatchObject({ outcome: 'bad-gateway', cause: 'connect' })
      const unknown = await tunnel(squid.port.open, { host: 'nowhere.example.test', port: nginx.port.tls })
      // squid 5.7 says ERR_CANNOT_FORWARD for a name without an address, silent name server or not: the cause stays open.
      expect(unknown.result).toMatchObject({ outcome: 'bad-gateway', answer: { status: 500 } })
      expect(unknown.result).not.toHaveProperty('cause')
    })

    async function endpoint(port: number, host: string, throughProxy?: { credentials?: typeof credentials }) {
      const { socket } = await openTcp({ address: '127.0.0.1', port }, ctx)
      if (socket === undefined) throw new Error('no connection')
      const plain = {
        scheme: 'http',
        host,
        port: nginx.port.right,
        path: '/cslu/v1/pi',
        kind: 'cslu',
      } as const
      return askEndpoint(socket, { ...plain, ...(throughProxy === undefined ? {} : { throughProxy }) }, ctx)
    }

    test('plain HTTP in absolute form, with and without a password', async () => {
      const open = await endpoint(squid.port.open, HOST, {})
      expect(open).toMatchObject({
        outcome: 'right-path',
        signs: [],
        answer: { via: expect.stringContaining('squid') },
      })
      expect((await endpoint(squid.port.password, HOST, {})).outcome).toBe('proxy-auth')
      expect((await endpoint(squid.port.password, HOST, { credentials })).outcome).toBe('right-path')
      const unknown = await endpoint(squid.port.open, 'nowhere.example.test', {})
      expect(unknown).toMatchObject({
        outcome: 'server-error',
        answer: { error: expect.stringMatching(/^ERR_/) },
      })
    })

    test('on the way without being asked: it forwards and leaves its name', async () => {
      const forwarded = await endpoint(squid.port.intercepting, HOST)
      expect(forwarded).toMatchObject({ outcome: 'right-path', signs: expect.arrayContaining(['via']) })
    })

    test('asked as if it were the server, it gives itself away', async () => {
      const direct = await endpoint(squid.port.open, HOST)
      expect(direct.outcome).not.toBe('right-path')
      expect(direct.signs).toEqual(['via', 'proxy-header'])
    })
  })

  describe('no proxy at all', () => {
    test('a web server', async () => {
      const { result } = await tunnel(nginx.port.right, { host: HOST, port: 443 })
      expect(result).toMatchObject({
        outcome: 'not-a-proxy',
        answer: { server: expect.stringMatching(/^nginx/) },
      })
    })

    test('a port that speaks TLS', async () => {
      const { result } = await tunnel(nginx.port.tls, { host: HOST, port: 443 })
      expect(result.outcome).toBe('tls-proxy')
    })

    test('nobody', async () => {
      const [dead = 0] = await freePorts(1)
      const { result } = await tunnel(dead, { host: HOST, port: 443 })
      expect(result).toMatchObject({ outcome: 'unreachable', tcp: { outcome: 'refused' } })
    })
  })
})
