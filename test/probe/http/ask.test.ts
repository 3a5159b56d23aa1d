// Asking an endpoint: each outcome against a scripted server, spellings, comparison, and what is never done.
import { expect, test } from 'vitest'
import type { EndpointKind, HttpResult } from '../../../src/model/probe/http.ts'
import { askEndpoint, type EndpointTarget, MADE_UP_PATH } from '../../../src/probe/http/ask.ts'
import { openTcp } from '../../../src/probe/tcp/open.ts'
import { answering, DRIPPING, HASTY, PATIENT, type Scripted, serve, V4 } from '../tcp/scripted.ts'

const GATEWAY = '/Transportgateway/services/DeviceRequestHandler'
const DDCE = '/its/service/oddce/services/DDCEService'

interface Asking extends Partial<EndpointTarget> {
  readonly again?: boolean
  readonly ctx?: typeof PATIENT
}

async function ask(server: Scripted, asking: Asking = {}): Promise<HttpResult> {
  const { again = true, ctx = PATIENT, ...given } = asking
  const open = async () => (await openTcp({ address: V4, port: server.port }, PATIENT)).socket
  const stream = await open()
  if (stream === undefined) throw new Error('no connection')
  const target = {
    scheme: 'http',
    host: 'ssm.example.net',
    port: server.port,
    path: GATEWAY,
    kind: 'gateway',
    ...given,
  } as const
  const result = await askEndpoint(stream, target, ctx, again ? open : undefined)
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  expect(stream.destroyed).toBe(true)
  await server.close()
  return result
}

/** A server that answers by path; what it does not know is a 404. */
function paths(answers: Readonly<Record<string, string>>, heard: string[] = []): Promise<Scripted> {
  return serve(socket => {
    socket.once('data', (bytes: Buffer) => {
      heard.push(bytes.toString())
      const path = /^GET (\S+) /.exec(bytes.toString())?.[1] ?? ''
      socket.end(answers[path] ?? 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
    })
  })
}

const answered = async (answer: string | Buffer, asking: Asking = {}): Promise<HttpResult> =>
  ask(await serve(answering(answer)), { again: false, ...asking })

test('the request carries no licensing data', async () => {
  const heard: string[] = []
  const server = await paths({ [DDCE]: 'HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\n\r\n' }, heard)
  const result = await ask(server, { path: DDCE, kind: 'call-home', again: false })
  expect(heard).toEqual([
    `GET ${DDCE} HTTP/1.1\r\nHost: ssm.example.net:${server.port}\r\nUser-Agent: smartlic-probe\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n`,
  ])
  expect(result).toMatchObject({
    url: `http://ssm.example.net:${server.port}${DDCE}`,
    exactPath: true,
    outcome: 'right-path',
    proof: 'method',
    answer: { status: 405, allow: 'POST', body: 'empty' },
    tried: [],
    signs: [],
  })
})

const fault =
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>x</faultcode></soapenv:Fault></soapenv:Body></soapenv:Envelope>'
const page =
  '<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head><body><form>...</form></body></html>'

test.each([
  ['right-path', `HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/xml\r\n\r\n${fault}`],
  ['right-path', 'HTTP/1.1 200 OK\r\n\r\n<h1>DDCEService</h1>\n<p>Hi there, this is an AXIS service!</p>'],
  ['right-path', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ['right-path', 'HTTP/1.1 200 OK\r\n\r\n{"status":"ok"}'],
  ['right-path', 'HTTP/1.1 400 Bad Request\r\n\r\n{"error":"no message"}'],
  ['right-path', 'HTTP/1.1 411 Length Required\r\n\r\n'],
  ['answers-otherwise', 'HTTP/1.1 400 Bad Request\r\n\r\n<html><h1>Bad Request</h1></html>'],
  ['answers-otherwise', 'HTTP/1.1 405 No\r\nAllow: GET, HEAD\r\n\r\n'],
  ['answers-otherwise', 'HTTP/1.1 418 x\r\n\r\n'],
  ['answers-otherwise', 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'],
  ['not-found', 'HTTP/1.1 404 Not Found\r\n\r\n'],
  ['redirected', 'HTTP/1.1 301 Moved\r\nLocation: https://ssm.example.net/\r\n\r\n'],
  ['page', `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${page}`],
  ['network-login', `HTTP/1.1 511 Network Authentication Required\r\n\r\n${page}`],
  ['auth-required', 'HTTP/1.1 401 Unauthorized\r\n\r\n'],
  ['forbidden', 'HTTP/1.1 403 Forbidden\r\n\r\n'],
  ['proxy-auth', 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n'],
  ['server-error', 'HTTP/1.1 503 Service Unavailable\r\n\r\n<html><title>down</title></html>'],
  [
    'plain-http-refused',
    'HTTP/1.1 400 Bad Request\r\n\r\n<html><body>The plain HTTP request was sent to HTTPS port</body></html>',
  ],
  ['plain-http-refused', 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'],
  ['plain-http-refused', 'HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.2\r\nConnection: Upgrade\r\n\r\n'],
  ['plain-http-refused', Buffer.from([0x15, 3, 1, 0, 2, 2, 70])],
  ['not-http', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['not-http', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
] as const)('%s: %j', async (outcome, answer) => {
  expect((await answered(answer)).outcome).toBe(outcome)
})

test('the same text over TLS is not about plain HTTP', async () => {
  const answer = 'HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port'
  expect((await answered(answer, { scheme: 'https' })).outcome).toBe('right-path')
})

test('closed, torn down, silent, stopped', async () => {
  expect((await ask(await serve(socket => socket.end()), { again: false })).outcome).toBe('closed')
  const resetting = await serve(socket => socket.once('data', () => socket.resetAndDestroy()))
  expect((await ask(resetting, { again: false })).outcome).toBe('reset')
  expect((await ask(await serve(socket => socket.resume()), { ctx: HASTY })).outcome).toBe('timed-out')
  const ctx = { ...PATIENT, signal: AbortSignal.timeout(50) }
  expect((await ask(await serve(socket => socket.resume()), { ctx })).outcome).toBe('cancelled')
})

test('closed on plain text, but a handshake is answered', async () => {
  const server = await serve(socket => {
    socket.once('data', (bytes: Buffer) => {
      if (bytes[0] === 0x16) socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]))
      else socket.destroy()
    })
  })
  expect((await ask(server)).outcome).toBe('plain-http-refused')
})

const POST_ONLY = 'HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\n\r\n'

test.each<[EndpointKind, string, string, EndpointKind]>([
  ['gateway', '/TransportGateway/services/DeviceRequestHandler', GATEWAY, 'gateway'],
  ['gateway', '/Transportgateway/services/DevicerequestHandler', GATEWAY, 'gateway'],
  ['call-home', '/its/service/oddce/services/DCEService', DDCE, 'call-home'],
  ['smart-on-prem', '/SmartTransport', GATEWAY, 'gateway'],
  ['cslu', '/CSLU/v1/pi/acme-1', '/cslu/v1/pi/acme-1', 'cslu'],
  ['gateway', '/', '/cslu/v1/pi', 'cslu'],
])('%s at %s is really at %s', async (kind, path, right, rightKind) => {
  const result = await ask(await paths({ [right]: POST_ONLY }), { kind, path })
  expect(result).toMatchObject({
    outcome: 'wrong-path',
    found: { path: right, kind: rightKind, status: 405 },
    answer: { status: 404 },
  })
  expect(result.tried.length).toBeLessThanOrEqual(4)
})

test('404 everywhere is no proof: a service may know POST alone', async () => {
  const result = await ask(await paths({}))
  expect(result).toMatchObject({ outcome: 'not-found', exactPath: true })
  expect(result.tried).toEqual([
    { path: '/SmartTransport', status: 404 },
    { path: '/cslu/v1/pi', status: 404 },
  ])
})

test('without another stream it stops trying; a stopped run sends nothing', async () => {
  const server = await paths({})
  const { socket } = await openTcp({ address: V4, port: server.port }, PATIENT)
  if (socket === undefined) throw new Error('no connection')
  let asked = 0
  const reopen = async () => {
    asked++
    return undefined
  }
  const target = { scheme: 'http', host: 'a.example', port: server.port, path: '/', kind: 'gateway' } as const
  const result = await askEndpoint(socket, target, PATIENT, reopen)
  expect(result).toMatchObject({ outcome: 'not-found', tried: [{ path: GATEWAY, status: 0 }] })
  expect(asked).toBe(1)
  await server.close()

  let heard = 0
  const listening = await serve(socket => socket.on('data', () => heard++))
  const stopped = { ...PATIENT, signal: AbortSignal.abort() }
  expect((await ask(listening, { ctx: stopped })).outcome).toBe('cancelled')
  expect(heard).toBe(0)
})

test('a made-up path tells a real answer from one that everything gets', async () => {
  const real = await ask(await paths({ [GATEWAY]: 'HTTP/1.1 200 OK\r\n\r\nready' }))
  expect(real).toMatchObject({
    outcome: 'right-path',
    proof: 'contrast',
    tried: [{ path: MADE_UP_PATH, status: 404 }],
  })
  const same = await ask(await serve(answering('HTTP/1.1 200 OK\r\n\r\nready')))
  expect(same).toMatchObject({ outcome: 'answers-otherwise', sameForAnyPath: true })
  expect(same).not.toHaveProperty('proof')
  const bad = 'HTTP/1.1 400 Bad Request\r\n\r\n<html><h1>Bad Request</h1></html>'
  expect(await ask(await paths({ [GATEWAY]: bad }))).toMatchObject({
    outcome: 'right-path',
    proof: 'contrast',
  })
  expect(await ask(await serve(answering(bad)))).toMatchObject({
    outcome: 'answers-otherwise',
    sameForAnyPath: true,
  })
})

test.each([
  ['https://ssm.example.net/x', 'same-host-https'],
  ['/admin/', 'same-host'],
  ['/login?next=%2F', 'login'],
  ['https://tools.cisco.com/x', 'licensing-host'],
  ['http://portal.example.org/', 'login'],
  ['http://www.example.org/welcome', 'other-host'],
  ['javascript:alert(1)', 'unreadable'],
  ['http://[broken', 'unreadable'],
  ['', 'unreadable'],
])('a redirect to %j is %s, and is not followed', async (location, target) => {
  const server = await serve(answering(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\n\r\n`))
  const result = await ask(server, { licensingHosts: ['Tools.Cisco.com'] })
  expect(result).toMatchObject({ outcome: 'redirected', redirect: { target, location } })
  expect(result.signs).toEqual(['login', 'other-host'].includes(target) ? ['portal-redirect'] : [])
  expect(server.count()).toBe(1)
})

test('signs of something in between', async () => {
  expect((await answered('HTTP/1.1 405 x\r\nVia: 1.1 wsa (Cisco-WSA/11.7)\r\n\r\n')).signs).toEqual(['via'])
  expect((await answered('HTTP/1.1 503 x\r\nServer: squid/5.7\r\n\r\n')).signs).toEqual(['proxy-header'])
  expect((await answered('HTTP/1.1 407 x\r\n\r\n')).signs).toEqual(['proxy-status'])
  expect((await answered('HTTP/1.1 511 x\r\n\r\n')).signs).toEqual(['network-login'])
  expect((await answered(`HTTP/1.1 200 x\r\n\r\n${page}`)).signs).toEqual(['page'])
  const through = await answered('HTTP/1.1 405 x\r\nVia: 1.1 squid\r\nX-Squid-Error: x\r\n\r\n', {
    throughProxy: {},
  })
  expect(through.signs).toEqual([])
})

test('through a proxy the request is in absolute form', async () => {
  let heard = ''
  const server = await serve(socket => {
    socket.once('data', (bytes: Buffer) => {
      heard = bytes.toString()
      socket.end(POST_ONLY)
    })
  })
  const throughProxy = { credentials: { user: 'noc', password: 'pw' } }
  await ask(server, {
    throughProxy,
    port: 8182,
    path: '/cslu/v1/pi',
    kind: 'cslu',
    host: '2001:db8::9',
    again: false,
  })
  expect(heard).toMatch(
    /^GET http:\/\/\[2001:db8::9\]:8182\/cslu\/v1\/pi HTTP\/1\.1\r\nHost: \[2001:db8::9\]:8182\r\n/,
  )
  expect(heard).toContain('\r\nProxy-Authorization: Basic bm9jOnB3\r\n')
})

test('both clocks, when the server tells its own', async () => {
  const now = () => Date.UTC(2026, 0, 2, 3, 4, 9)
  const date = 'Fri, 02 Jan 2026 03:04:05 GMT'
  const told = await answered(`HTTP/1.1 405 x\r\nDate: ${date}\r\nServer: nginx\r\n\r\n`, {
    ctx: { ...PATIENT, now },
  })
  expect(told.answer).toMatchObject({
    server: 'nginx',
    date,
    clock: { server: Date.UTC(2026, 0, 2, 3, 4, 5), computer: now() },
  })
  const odd = await answered('HTTP/1.1 405 x\r\nDate: yesterday\r\n\r\n')
  expect(odd.answer).toMatchObject({ date: 'yesterday' })
  expect(odd.answer).not.toHaveProperty('clock')
})

test('bodies: chunked is read, compressed is left, long ones are cut, drips end', async () => {
  const chunked = await answered(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n3\r\n:1}\r\n0\r\n\r\n',
  )
  expect(chunked.answer).toMatchObject({ body: 'json', bytes: 7, cut: false, text: '{"a":1}' })
  const packed = await answered('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08')
  expect(packed.answer).toMatchObject({ body: 'encoded' })
  const long = await answered(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(200_000)}`)
  expect(long.answer).toMatchObject({ body: 'text', bytes: 65_536, cut: true, text: 'x'.repeat(200) })
  const short = await answered('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello')
  expect(short.answer).toMatchObject({ bytes: 5, cut: true })
  const dripping = await serve(socket => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 500 x\r\nContent-Length: 5000\r\n\r\n')
      const timer = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(timer))
    })
  })
  const dripped = await ask(dripping, { ctx: DRIPPING })
  expect(dripped).toMatchObject({ outcome: 'server-error', answer: { cut: true } })
})

test('a head without end ends', async () => {
  const server = await serve(socket => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const more = (): void => {
      while (!socket.destroyed && socket.write(`X-${'y'.repeat(1000)}: z\r\n`)) {}
    }
    socket.on('drain', more)
    more()
  })
  expect((await ask(server, { again: false })).outcome).toBe('not-http')
})

test.each([
  { host: 'a\r\nX: y' },
  { host: '' },
  { path: '/a b' },
  { path: 'http://x/' },
  { path: '/\r\nX: y' },
  { port: 0 },
])('what cannot be written into a request is not sent: %j', async given => {
  const server = await serve(answering('HTTP/1.1 200 OK\r\n\r\n'))
  expect((await ask(server, given)).outcome).toBe('not-tried')
})
