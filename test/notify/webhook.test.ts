// Posting to a webhook: tried again when that may help, never more, and no answer is trusted.
import { createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { postWebhook } from '../../src/notify/webhook/send.ts'
import { make } from '../probe/tls/certificates.ts'
import { type HookServer, hookServer } from './server.ts'

let server: HookServer | undefined
afterEach(() => server?.close())

const FAST = { pausesMs: [1, 1], timeoutMs: 5_000 }

/** The message of the failure; it never holds the address. */
async function failure(url: string, options: Parameters<typeof postWebhook>[2] = FAST): Promise<string> {
  const message = await postWebhook(new URL(url), '{}', options).then(
    () => 'sent',
    (error: Error) => error.message,
  )
  expect(message).not.toContain('SECRET')
  return message
}

test('a POST of JSON', async () => {
  server = await hookServer()
  await postWebhook(new URL(server.url), '{"a":"ä"}')
  expect(server.received).toHaveLength(1)
  const [{ method, path, headers, body } = { method: '', path: '', headers: {}, body: '' }] = server.received
  expect([method, path, body, headers['content-type']]).toEqual([
    'POST',
    '/hook/SECRET',
    '{"a":"ä"}',
    'application/json',
  ])
})

describe('what may pass', () => {
  test.each([429, 500, 502, 503, 504])('%i is tried again', async status => {
    server = await hookServer((response, before) => response.writeHead(before === 0 ? status : 200).end())
    await postWebhook(new URL(server.url), '{}', FAST)
    expect(server.received).toHaveLength(2)
  })

  test('not more than three times', async () => {
    server = await hookServer(response => response.writeHead(503).end('x'.repeat(1_000)))
    expect(await failure(server.url)).toMatch(
      /^the webhook at 127\.0\.0\.1:\d+ answered 503 \(tried 3 times\): /,
    )
    expect(server.received).toHaveLength(3)
  })

  test('the pause the service asks for, in seconds or to a date, is kept in bounds', async () => {
    const times = ['0', new Date(Date.now() - 10_000).toUTCString(), 'soon', '-1']
    server = await hookServer((response, before) =>
      response.writeHead(before % 2 === 0 ? 429 : 200, { 'retry-after': times[before / 2] ?? '0' }).end(),
    )
    // Without its word the pause would be an hour.
    for (let at = 0; at < 2; at++) await postWebhook(new URL(server.url), '{}', { pausesMs: [3_600_000] })
    for (let at = 2; at < 4; at++) await postWebhook(new URL(server.url), '{}', { pausesMs: [1] })
    expect(server.received).toHaveLength(8)
  })

  test('a cut connection and a server that is not there', async () => {
    server = await hookServer((response, before) => (before < 2 ? response.destroy() : response.end()))
    await postWebhook(new URL(server.url), '{}', FAST)
    expect(server.received).toHaveLength(3)
    const { url } = server
    await server.close()
    expect(await failure(url)).toMatch(/cannot be called \(connection refused\) \(tried 3 times\)/)
  })
})

describe('what does not pass', () => {
  test.each([400, 401, 403, 404, 410, 302])('%i ends it', async status => {
    server = await hookServer(response => response.writeHead(status, { location: '/elsewhere' }).end('no'))
    expect(await failure(server.url)).toMatch(new RegExp(`answered ${status}: check the address in its file`))
    expect(server.received).toHaveLength(1)
  })
})

describe('a server that misbehaves', () => {
  test('never answers', async () => {
    server = await hookServer(() => undefined)
    expect(await failure(server.url, { pausesMs: [], timeoutMs: 200 })).toContain(
      'did not answer within 0.2 s',
    )
  })

  test('answers without an end', async () => {
    server = await hookServer(response => {
      response.writeHead(200)
      const chunk = Buffer.alloc(16_384, 'x')
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', pour)
      pour()
    })
    await postWebhook(new URL(server.url), '{}', { ...FAST, timeoutMs: 60_000 })
  })

  test('trickles', async () => {
    server = await hookServer(response => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(timer))
    })
    expect(await failure(server.url, { pausesMs: [], timeoutMs: 300 })).toContain('did not answer')
  })

  test('speaks no HTTP', async () => {
    const raw = createServer(socket => socket.resume().end('SSH-2.0-x\r\n'))
    await new Promise<void>(resolve => raw.listen(0, '127.0.0.1', resolve))
    const { port } = raw.address() as { port: number }
    expect(await failure(`http://127.0.0.1:${port}/SECRET`)).toContain('cannot be called')
    await new Promise(resolve => raw.close(resolve))
  })
})

describe('HTTPS', () => {
  test('is verified: a known issuer is taken, others are named and not tried again', async () => {
    const ca = await make({ cn: 'Test CA', ca: true })
    const good = await make({ cn: 'hook', dns: ['localhost'], issuer: ca })
    server = await hookServer(undefined, { key: good.keyPem, cert: good.pem })
    await postWebhook(new URL(server.url), '{}', { ...FAST, ca: ca.pem })
    expect(server.received).toHaveLength(1)
    expect(await failure(server.url)).toMatch(/its certificate is .+: trust its CA with NODE_EXTRA_CA_CERTS/)
    expect(server.received).toHaveLength(1)
    await server.close()
    const other = await make({ cn: 'hook', dns: ['elsewhere.example'], issuer: ca })
    server = await hookServer(undefined, { key: other.keyPem, cert: other.pem })
    expect(await failure(server.url, { ...FAST, ca: ca.pem })).toContain(
      'its certificate is for another name',
    )
    await server.close()
    const old = await make({ cn: 'hook', dns: ['localhost'], issuer: ca, until: '2021-01-01T00:00:00Z' })
    server = await hookServer(undefined, { key: old.keyPem, cert: old.pem })
    expect(await failure(server.url, { ...FAST, ca: ca.pem })).toContain('its certificate has expired')
    expect(server.received).toHaveLength(0)
  })
})
