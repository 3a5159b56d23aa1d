// Licensing endpoints on a real nginx: right path, wrong path and case, redirects, portals, plain text to TLS.
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ENDPOINT_KINDS,
  ENDPOINT_PATHS,
  type EndpointKind,
  type HttpResult,
} from '../../src/model/probe/http.ts'
import type { ProbeContext } from '../../src/probe/context.ts'
import { askEndpoint } from '../../src/probe/http/ask.ts'
import { openTcp } from '../../src/probe/tcp/open.ts'
import { withTool } from './available.ts'
import { type Nginx, startNginx } from './probe-http-nginx.ts'

const ctx: ProbeContext = { timeoutMs: 30_000 }
const HOST = 'ssm.example.test'

withTool('nginx', 'licensing endpoints on nginx', path => {
  let nginx: Nginx
  beforeAll(async () => {
    nginx = await startNginx(path)
  })
  afterAll(() => nginx?.stop())

  async function open(port: number, tls = false): Promise<Duplex> {
    const { socket } = await openTcp({ address: '127.0.0.1', port }, ctx)
    if (socket === undefined) throw new Error('no connection')
    if (!tls) return socket
    const secure = connectTls({ socket, rejectUnauthorized: false })
    await once(secure, 'secureConnect')
    return secure
  }

  async function ask(
    name: keyof Nginx['port'],
    kind: EndpointKind,
    asked: string = ENDPOINT_PATHS[kind],
    tls = false,
  ): Promise<HttpResult> {
    const port = nginx.port[name]
    const scheme = tls ? 'https' : 'http'
    const target = { scheme, host: HOST, port, path: asked, kind } as const
    return askEndpoint(await open(port, tls), target, ctx, () => open(port, tls))
  }

  test.each(ENDPOINT_KINDS)('%s at its path, plain and over TLS', async kind => {
    for (const tls of [false, true]) {
      const result = await ask(tls ? 'tls' : 'right', kind, undefined, tls)
      expect(result).toMatchObject({ outcome: 'right-path', exactPath: true, signs: [] })
      const proof = { 'call-home': 'soap', gateway: 'method' }[kind as string] ?? 'contrast'
      expect(result.proof).toBe(proof)
      expect(result.answer?.server).toMatch(/^nginx/)
      const clock = result.answer?.clock
      expect(Math.abs((clock?.computer ?? 0) - (clock?.server ?? 1e15))).toBeLessThan(600_000)
    }
  })

  test('the greeting of Apache Axis', async () => {
    expect(await ask('axis', 'call-home')).toMatchObject({ outcome: 'right-path', proof: 'soap' })
  })

  test.each<[EndpointKind, string, string]>([
    ['gateway', '/TransportGateway/services/DeviceRequestHandler', ENDPOINT_PATHS.gateway],
    ['call-home', '/its/service/oddce/services/DDCEservice', ENDPOINT_PATHS['call-home']],
    ['smart-on-prem', '/smarttransport', ENDPOINT_PATHS['smart-on-prem']],
    ['smart', '/licservice/License', ENDPOINT_PATHS.smart],
    ['cslu', '/CSLU/v1/pi/acme-1', '/cslu/v1/pi/acme-1'],
    ['gateway', '/', ENDPOINT_PATHS.gateway],
  ])('%s at %s: the right spelling is found', async (kind, asked, right) => {
    const result = await ask('right', kind, asked)
    expect(result).toMatchObject({ outcome: 'wrong-path', exactPath: false, found: { path: right, kind } })
  })

  test('the endpoint of another kind of server', async () => {
    const result = await ask('axis', 'smart', '/licservice/license')
    expect(result).toMatchObject({ outcome: 'not-found', exactPath: true, tried: [] })
  })

  test('a server that answers everything alike proves nothing', async () => {
    expect(await ask('catchAll', 'cslu')).toMatchObject({
      outcome: 'answers-otherwise',
      sameForAnyPath: true,
    })
  })

  test('redirects', async () => {
    const secure = await ask('toHttps', 'gateway')
    expect(secure).toMatchObject({
      outcome: 'redirected',
      redirect: { target: 'same-host-https' },
      signs: [],
    })
    const portal = await ask('portal', 'gateway')
    expect(portal).toMatchObject({ redirect: { target: 'login' }, signs: ['portal-redirect'] })
    const elsewhere = await ask('elsewhere', 'gateway')
    expect(elsewhere).toMatchObject({ redirect: { target: 'other-host' }, signs: ['portal-redirect'] })
  })

  test('a captive portal that answers with its page', async () => {
    const result = await ask('page', 'smart')
    expect(result).toMatchObject({ outcome: 'page', answer: { title: 'Guest network' }, signs: ['page'] })
  })

  test.each([
    ['unauthorized', 'auth-required'],
    ['forbidden', 'forbidden'],
    ['proxyAuth', 'proxy-auth'],
    ['networkLogin', 'network-login'],
    ['down', 'server-error'],
    ['closing', 'closed'],
  ] as const)('%s is %s', async (name, outcome) => {
    expect((await ask(name, 'cslu')).outcome).toBe(outcome)
  })

  test('plain HTTP to the TLS port', async () => {
    expect(await ask('tls', 'gateway')).toMatchObject({
      outcome: 'plain-http-refused',
      answer: { status: 400 },
    })
  })
})
