// Asking for a tunnel: each outcome against a scripted proxy, and nothing but the request goes out.
import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { ProxyResult } from '../../../src/model/probe/proxy.ts'
import { openTunnel, tunnelOver } from '../../../src/probe/proxy/tunnel.ts'
import { openTcp } from '../../../src/probe/tcp/open.ts'
import { answering, DRIPPING, freePort, HASTY, PATIENT, type Scripted, serve, V4 } from '../tcp/scripted.ts'

const target = { host: 'tools.example.net', port: 443 }

function at(port: number): { host: string; address: string; port: number } {
  return { host: 'proxy.example.net', address: V4, port }
}

async function ask(
  server: Scripted,
  ctx = PATIENT,
  credentials?: { user: string; password: string },
): Promise<ProxyResult> {
  const { result, stream } = await openTunnel(at(server.port), target, ctx, credentials)
  expect(stream === undefined).toBe(result.outcome !== 'established')
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  stream?.destroy()
  await server.close()
  return result
}

const answered = async (answer: string | Buffer): Promise<ProxyResult> => ask(await serve(answering(answer)))

test('the request holds nothing but the target', async () => {
  let heard = ''
  const server = await serve(socket => {
    socket.on('data', chunk => {
      heard += chunk.toString()
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    })
  })
  const result = await ask(server)
  expect(heard).toBe('CONNECT tools.example.net:443 HTTP/1.1\r\nHost: tools.example.net:443\r\n\r\n')
  expect(result).toMatchObject({
    proxy: { host: 'proxy.example.net', port: server.port },
    target,
    outcome: 'established',
    credentials: false,
    schemes: [],
    tcp: { outcome: 'connected' },
  })
})

test('credentials go along when given, and are not kept', async () => {
  let heard = ''
  const server = await serve(socket => {
    socket.on('data', chunk => {
      heard += chunk.toString()
      socket.write('HTTP/1.0 200 OK\r\n\r\n')
    })
  })
  const result = await ask(server, PATIENT, { user: 'noc', password: 's3cret' })
  expect(heard).toContain('\r\nProxy-Authorization: Basic bm9jOnMzY3JldA==\r\n')
  expect(result).toMatchObject({ outcome: 'established', credentials: true })
  expect(JSON.stringify(result)).not.toMatch(/s3cret|bm9j/)
})

test('bytes reach the far side, and what came with the answer is not lost', async () => {
  const server = await serve(socket => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nhello ')
      socket.on('data', chunk => socket.end(chunk.toString().toUpperCase()))
    })
  })
  const { stream } = await openTunnel(at(server.port), target, PATIENT)
  let read = ''
  stream?.on('data', (chunk: Buffer) => {
    read += chunk.toString()
  })
  stream?.write('world')
  if (stream !== undefined) await once(stream, 'end')
  expect(read).toBe('hello WORLD')
  await server.close()
})

test('an answer in pieces, with 100 Continue before it', async () => {
  const server = await serve(async socket => {
    for (const piece of ['HTTP/1.1 100 Con', 'tinue\r\n\r\nHTTP/1.1 2', '00 OK\r\nA: b\r', '\n\r\n']) {
      socket.write(piece)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  })
  expect((await ask(server)).outcome).toBe('established')
})

const page = '<html><head><title>Access denied</title></head><body>no</body></html>'

test.each([
  [
    'auth-required',
    'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic realm="a, b"\r\n\r\n',
  ],
  ['denied', `HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n${page}`],
  ['denied', 'HTTP/1.1 401 Unauthorized\r\n\r\n'],
  [
    'refused-port',
    'HTTP/1.0 403 Access violation\r\n\r\n<p>The CONNECT method not allowed with the port you tried to use.</p>',
  ],
  ['html-answer', `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${page}`],
  ['html-answer', `HTTP/1.1 200 OK\r\n\r\n<!DOCTYPE html>${page}`],
  ['html-answer', 'HTTP/1.1 302 Found\r\nLocation: http://portal.example.net/login\r\n\r\n'],
  ['html-answer', 'HTTP/1.1 511 Network Authentication Required\r\n\r\n'],
  ['not-a-proxy', 'HTTP/1.1 405 Not Allowed\r\nServer: nginx\r\n\r\n'],
  ['not-a-proxy', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['not-a-proxy', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['not-a-proxy', Buffer.from([5, 0xff])],
  ['not-a-proxy', 'HTTP/1.1 99 x\r\n\r\n'],
  ['bad-gateway', 'HTTP/1.1 502 Bad Gateway\r\n\r\n'],
  ['bad-gateway', 'HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\n\r\n'],
  ['bad-gateway', 'HTTP/1.1 500 Unable to connect\r\n\r\n'],
  ['bad-gateway', 'HTTP/1.1 504 Gateway Timeout\r\n\r\n'],
  ['tls-proxy', Buffer.from([0x15, 3, 1, 0, 2, 2, 70])],
  ['tls-proxy', 'HTTP/1.1 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'],
  ['answers-otherwise', 'HTTP/1.1 429 Too Many Requests\r\n\r\n'],
  ['answers-otherwise', 'HTTP/1.1 500 Internal Server Error\r\n\r\n'],
] as const)('%s: %j', async (outcome, answer) => {
  const result = await answered(answer)
  expect(result.outcome).toBe(outcome)
  if (outcome === 'auth-required') expect(result.schemes).toEqual(['Negotiate', 'NTLM', 'Basic'])
})

test('407 to credentials says that they were refused', async () => {
  const server = await serve(answering('HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=x\r\n\r\n'))
  const result = await ask(server, PATIENT, { user: 'a', password: 'b' })
  expect(result).toMatchObject({ outcome: 'auth-refused', schemes: ['Basic'] })
  const tiny = await serve(answering('HTTP/1.0 401 Unauthorized\r\n\r\n'))
  expect((await ask(tiny, PATIENT, { user: 'a', password: 'b' })).outcome).toBe('auth-refused')
})

test.each([
  ['name', 'HTTP/1.1 503 x\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\n\r\n'],
  ['connect', 'HTTP/1.1 503 x\r\nX-Squid-Error: ERR_CONNECT_FAIL 111\r\n\r\n'],
  ['connect', 'HTTP/1.0 500 Unable to connect\r\n\r\n'],
  ['time', 'HTTP/1.1 504 x\r\n\r\n'],
  [undefined, 'HTTP/1.1 500 x\r\nX-Squid-Error: ERR_CANNOT_FORWARD 0\r\n\r\n'],
  [undefined, 'HTTP/1.1 502 x\r\n\r\n'],
])('a gateway that names its cause: %s', async (cause, answer) => {
  expect((await answered(answer)).cause).toBe(cause)
})

test('what the proxy says of itself is kept, and bounded', async () => {
  const long = 'x'.repeat(5000)
  const result = await answered(
    `HTTP/1.1 403 ${long}\r\nServer: squid/5.7\r\nVia: ${long}\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
  )
  expect(result.answer).toEqual({
    status: 403,
    reason: long.slice(0, 200),
    server: 'squid/5.7',
    via: long.slice(0, 200),
    error: 'ERR_ACCESS_DENIED 0',
    contentType: 'text/html',
    title: 'Access denied',
  })
})

test('no HTTP: the first bytes are kept', async () => {
  expect((await answered(`220 mail.example.net ESMTP ${'x'.repeat(500)}`)).bytes).toMatch(
    /^220 mail.example.net ESMTP x{100,}$/,
  )
})

test('closed without a word is no proxy', async () => {
  const result = await ask(await serve(socket => socket.end()))
  expect(result).toMatchObject({ outcome: 'not-a-proxy', tcp: { outcome: 'connected' } })
})

test('closed without a word, but a handshake is answered', async () => {
  const server = await serve(socket => {
    socket.once('data', (bytes: Buffer) => {
      if (bytes[0] === 0x16) socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]))
      else socket.destroy()
    })
  })
  expect((await ask(server)).outcome).toBe('tls-proxy')
})

test('silence, and a head that drips for ever', async () => {
  expect((await ask(await serve(socket => socket.resume()), HASTY)).outcome).toBe('timed-out')
  const dripping = await serve(socket => {
    socket.write('HTTP/1.1 200 ')
    const timer = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => clearInterval(timer))
  })
  const result = await ask(dripping, DRIPPING)
  expect(result.outcome).toBe('timed-out')
  expect(result.bytes).toMatch(/^HTTP\/1.1 200 x*$/)
})

test('a page that drips for ever does not hide the answer', async () => {
  const server = await serve(socket => {
    socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 100000\r\n\r\n')
    const timer = setInterval(() => socket.write('<'), 20)
    socket.on('close', () => clearInterval(timer))
  })
  expect((await ask(server, DRIPPING)).outcome).toBe('denied')
})

test('a head or a page without end', async () => {
  const endless = (start: string): Promise<Scripted> =>
    serve(socket => {
      socket.write(start)
      const more = (): void => {
        while (!socket.destroyed && socket.write(`X-${'y'.repeat(1000)}\r\n`)) {}
      }
      socket.on('drain', more)
      more()
    })
  expect((await ask(await endless('HTTP/1.1 200 OK\r\n'))).outcome).toBe('not-a-proxy')
  expect((await ask(await endless('HTTP/1.1 403 No\r\n\r\n'))).outcome).toBe('denied')
  const interim = await serve(answering('HTTP/1.1 100 Continue\r\n\r\n'.repeat(3000), false))
  expect((await ask(interim)).outcome).toBe('not-a-proxy')
})

test('nobody listens', async () => {
  const { result, stream } = await openTunnel(at(await freePort()), target, PATIENT)
  expect(stream).toBeUndefined()
  expect(result).toMatchObject({ outcome: 'unreachable', tcp: { outcome: 'refused' }, schemes: [] })
})

test.each(['a\r\nX: y', 'a b', '', 'a/b', '[::1]'])(
  'a host that could break the request is not sent: %j',
  async host => {
    const server = await serve(socket => socket.resume())
    const { result } = await openTunnel(at(server.port), { host, port: 443 }, PATIENT)
    expect(result.outcome).toBe('not-tried')
    expect(server.count()).toBe(0)
    await server.close()
  },
)

test('credentials that would be read as others are not sent', async () => {
  for (const credentials of [
    { user: 'a:b', password: 'x' },
    { user: 'a', password: 'x\r\ny' },
  ]) {
    const { result } = await openTunnel(at(9), target, PATIENT, credentials)
    expect(result.outcome).toBe('not-tried')
  }
})

test('an IPv6 target in brackets, over a stream that stands already', async () => {
  let heard = ''
  const server = await serve(socket => {
    socket.on('data', chunk => {
      heard += chunk.toString()
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
    })
  })
  const { socket } = await openTcp({ address: V4, port: server.port }, PATIENT)
  if (socket === undefined) throw new Error('no connection')
  const { result, stream } = await tunnelOver(
    socket,
    at(server.port),
    { host: '2001:db8::1', port: 8443 },
    PATIENT,
  )
  expect(heard).toContain('CONNECT [2001:db8::1]:8443 HTTP/1.1\r\n')
  expect(result.outcome).toBe('established')
  expect(result).not.toHaveProperty('tcp')
  stream?.destroy()
  await server.close()
})

test('a stopped run ends the question', async () => {
  const server = await serve(socket => socket.resume())
  const result = await ask(server, { ...PATIENT, signal: AbortSignal.timeout(50) })
  expect(result.outcome).toBe('cancelled')
})
