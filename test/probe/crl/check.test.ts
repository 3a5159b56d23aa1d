// Lists and responders asked over HTTP on loopback: each way it can go, and nothing left open.
import type { IncomingMessage, RequestListener } from 'node:http'
import { connect } from 'node:net'
import * as asn1js from 'asn1js'
import { OCSPRequest } from 'pkijs'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { CrlCheck, OcspCheck } from '../../../src/model/probe/crl.ts'
import type { TlsCertificate } from '../../../src/model/probe/tls.ts'
import { checkRevocation, type RevocationOptions, revocationTargets } from '../../../src/probe/crl/check.ts'
import { openDirectly } from '../../../src/probe/crl/open.ts'
import { readCertificate } from '../../../src/probe/tls/certificate.ts'
import { judge } from '../../../src/probe/tls/judge.ts'
import { type Made, make } from '../tls/certificates.ts'
import { connectionsLeft, envelope, makeAnswer, makeList, rawServer, webServer } from './lists.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const ctx = { timeoutMs: 5000, now: () => now }
let ca: Made

beforeAll(async () => {
  ca = await make({ cn: 'Test CA', ca: true })
})

async function probe(
  leaf: Made,
  options: Partial<RevocationOptions> = {},
  context = ctx,
  chain = [leaf, ca],
) {
  const read = await Promise.all(chain.map(one => readCertificate(one.der)))
  const certificates = read.filter((one): one is TlsCertificate => one !== undefined)
  const judged = await judge(certificates, { host: 'a', now: { ms: now } })
  return checkRevocation(certificates, judged, { open: openDirectly, ...options }, context)
}

/** What comes of one list behind a URL. */
async function list(url: string, options: Partial<RevocationOptions> = {}, context = ctx): Promise<CrlCheck> {
  const leaf = await make({ cn: 'server', issuer: ca, crl: [url] })
  const { crl } = await probe(leaf, options, context)
  expect(crl).toHaveLength(1)
  return crl[0] as CrlCheck
}

function answering(
  body: Buffer | string,
  headers: Record<string, string> = {},
  status = 200,
): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body)
}

describe('a revocation list', () => {
  test('is fetched, with nothing told but its own host', async () => {
    const body = await makeList({ issuer: ca })
    let asked: IncomingMessage | undefined
    const url = await webServer((request, response) => {
      asked = request
      response.writeHead(200, { 'content-type': 'application/pkix-crl' }).end(body)
    })
    expect(await list(`${url}a/ca.crl?x=1`)).toMatchObject({
      certificate: 0,
      subject: 'CN=server',
      url: `${url}a/ca.crl?x=1`,
      outcome: 'good',
      httpStatus: 200,
      bytes: body.length,
      entries: 0,
    })
    expect(asked?.method).toBe('GET')
    expect(asked?.url).toBe('/a/ca.crl?x=1')
    expect(Object.keys(asked?.headers ?? {}).sort()).toEqual(['accept', 'connection', 'host', 'user-agent'])
  })

  test('does not come: the status is told', async () => {
    const url = await webServer(answering('gone', {}, 404))
    expect(await list(url)).toMatchObject({ outcome: 'http-error', httpStatus: 404 })
  })

  test('a page comes', async () => {
    const url = await webServer(answering('<html>log in</html>', { 'content-type': 'text/html' }))
    expect(await list(url)).toMatchObject({ outcome: 'html-answer', httpStatus: 200, bytes: 19 })
  })

  test('too much comes', async () => {
    const url = await webServer((_request, response) => {
      response.writeHead(200)
      const more = (): void => {
        while (response.write(Buffer.alloc(10_000)));
      }
      response.on('drain', more)
      more()
    })
    expect(await list(url, { maxListBytes: 50_000 })).toMatchObject({ outcome: 'too-large' })
  })

  test('it drips, or never ends', async () => {
    const url = await rawServer(socket => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n')
      const drip = setInterval(() => socket.write('0'), 10)
      socket.on('close', () => clearInterval(drip))
    })
    const context = { ...ctx, timeoutMs: 200 }
    expect(await list(url, {}, context)).toMatchObject({ outcome: 'timed-out', httpStatus: 200 })
    const silent = await rawServer(() => undefined)
    expect(await list(silent, {}, context)).toMatchObject({ outcome: 'timed-out', bytes: 0 })
    const headers = await rawServer(socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const drip = setInterval(() => socket.write(`X-A: ${'a'.repeat(1000)}\r\n`), 1)
      socket.on('close', () => clearInterval(drip))
    })
    expect(await list(headers, {}, { ...ctx, timeoutMs: 5000 })).toMatchObject({ outcome: 'bad-answer' })
  })

  test('it is cut off', async () => {
    const url = await rawServer(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0000'))
    })
    expect(await list(url)).toMatchObject({ outcome: 'reset' })
    const reset = await rawServer(socket => socket.once('data', () => socket.resetAndDestroy()))
    expect(await list(reset)).toMatchObject({ outcome: 'reset' })
  })

  test('what answers speaks no HTTP', async () => {
    const url = await rawServer(socket => socket.write('SSH-2.0-OpenSSH_9.2\r\n'))
    expect(await list(url)).toMatchObject({ outcome: 'bad-answer' })
  })

  test('nobody answers', async () => {
    expect(await list('http://127.0.0.1:1/a.crl')).toMatchObject({ outcome: 'refused', bytes: 0 })
    expect(await list('http://no-such-host.invalid/a.crl')).toMatchObject({ outcome: 'not-found' })
  })

  test.each([
    'ldap:///CN=CA?certificateRevocationList',
    'https://127.0.0.1/a.crl',
    'file:///etc/passwd',
    'nothing',
  ])('is not fetched by %s', async url => {
    const opened: string[] = []
    const open: RevocationOptions['open'] = async ({ host }) => {
      opened.push(host)
      return { outcome: 'refused', detail: '' }
    }
    expect(await list(url, { open })).toMatchObject({ outcome: 'unsupported-scheme' })
    expect(opened).toEqual([])
  })

  test('is not fetched with a password of the URL', async () => {
    expect(await list('http://user:secret@127.0.0.1/a.crl')).toMatchObject({ outcome: 'not-allowed' })
  })

  test('is not fetched where the caller does not want it', async () => {
    const open: RevocationOptions['open'] = async ({ host }) => ({
      outcome: 'not-allowed',
      detail: `${host} is not asked`,
    })
    expect(await list('http://internal.example/a.crl', { open })).toMatchObject({
      outcome: 'not-allowed',
      detail: 'internal.example is not asked',
    })
  })

  test('may lie behind one redirect on the same host', async () => {
    const body = await makeList({ issuer: ca })
    const url = await webServer((request, response) => {
      if (request.url === '/new') response.end(body)
      else if (request.url === '/twice') response.writeHead(302, { location: '/' }).end()
      else response.writeHead(301, { location: '/new' }).end()
    })
    expect(await list(url)).toMatchObject({ outcome: 'good', location: '/new' })
    expect(await list(`${url}twice`)).toMatchObject({ outcome: 'redirect-refused', location: '/' })
  })

  test.each(['http://127.0.0.2:1/a.crl', 'https://127.0.0.1/a.crl', 'ftp://127.0.0.1/', '//127.0.0.2/'])(
    'is not followed to %s',
    async location => {
      const url = await webServer(answering('', { location }, 302))
      expect(await list(url)).toMatchObject({ outcome: 'redirect-refused', location, httpStatus: 302 })
    },
  )

  test('is followed to another host that is on the list', async () => {
    const url = await webServer(answering('', { location: 'http://127.0.0.2:1/a.crl' }, 302))
    const mayFollow = (host: string): boolean => host === '127.0.0.2'
    expect(await list(url, { mayFollow })).toMatchObject({ outcome: 'refused' })
  })

  test('stops when the run does', async () => {
    const url = await rawServer(() => undefined)
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    const context = { ...ctx, timeoutMs: 60_000, signal: stop.signal }
    expect(await list(url, {}, context)).toMatchObject({ outcome: 'cancelled' })
    expect(await list(url, {}, context)).toMatchObject({ outcome: 'cancelled' })
  })

  test('is fetched over a stream of the caller, e.g. a tunnel', async () => {
    const body = await makeList({ issuer: ca })
    const url = new URL(await webServer(answering(body)))
    const asked: string[] = []
    const open: RevocationOptions['open'] = async ({ host, port }) => {
      asked.push(`${host}:${port}`)
      return connect(Number(url.port), '127.0.0.1')
    }
    expect(await list('http://crl.example.net/ca.crl', { open })).toMatchObject({ outcome: 'good' })
    expect(asked).toEqual(['crl.example.net:80'])
  })

  test('is asked of a proxy by its whole URL', async () => {
    const body = await makeList({ issuer: ca })
    let asked: IncomingMessage | undefined
    const proxy = new URL(
      await webServer((request, response) => {
        asked = request
        response.end(body)
      }),
    )
    const open: RevocationOptions['open'] = async () => ({
      proxy: connect(Number(proxy.port), '127.0.0.1'),
      authorization: 'Basic dTpw',
    })
    expect(await list('http://crl.example.net/ca.crl?a', { open })).toMatchObject({ outcome: 'good' })
    expect(asked?.url).toBe('http://crl.example.net/ca.crl?a')
    expect(asked?.headers).toMatchObject({ host: 'crl.example.net', 'proxy-authorization': 'Basic dTpw' })
  })

  test('is not waited for when no connection comes, and a late one is closed', async () => {
    const url = new URL(await rawServer(() => undefined))
    let socket: ReturnType<typeof connect> | undefined
    const open: RevocationOptions['open'] = () =>
      new Promise(resolve => {
        setTimeout(() => {
          socket = connect(Number(url.port), '127.0.0.1')
          resolve(socket)
        }, 150)
      })
    const late = await list('http://crl.example.net/', { open }, { ...ctx, timeoutMs: 50 })
    expect(late).toMatchObject({ outcome: 'timed-out', detail: 'no connection in time' })
    await vi.waitUntil(() => socket?.destroyed === true)
  })

  test('an opener that breaks is no more than a failed connection', async () => {
    const open: RevocationOptions['open'] = () => Promise.reject(new Error('broken'))
    expect(await list('http://crl.example.net/', { open })).toMatchObject({ outcome: 'unreachable' })
  })

  test('leaves no connection open, however it went', async () => {
    const body = await makeList({ issuer: ca })
    const url = await webServer((request, response) => {
      if (request.url === '/long') response.write('0'.repeat(10_000))
      else response.end(body)
    })
    await list(url)
    await list(`${url}long`, { maxListBytes: 100 })
    await list(`${url}long`, {}, { ...ctx, timeoutMs: 100 })
    await vi.waitUntil(() => connectionsLeft() === 0)
  })

  test('is not asked for at a URL without measure', async () => {
    expect(await list(`http://127.0.0.1:1/${'a'.repeat(3000)}`)).toMatchObject({ outcome: 'not-allowed' })
  })

  test('waits its turn', async () => {
    const url = await webServer(answering(await makeList({ issuer: ca })))
    let turns = 0
    const wait = async (): Promise<void> => {
      turns++
    }
    await list(url, {}, { ...ctx, wait } as typeof ctx)
    expect(turns).toBeGreaterThan(0)
  })
})

describe('a responder', () => {
  /** Answers with what `make` gives for the nonce of the question. */
  async function responder(make: (nonce: Buffer, leaf: Made) => Promise<Buffer>): Promise<OcspCheck> {
    let leaf: Made | undefined
    const url = await webServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', part => parts.push(part))
      request.on('end', async () => {
        const question = OCSPRequest.fromBER(Uint8Array.from(Buffer.concat(parts)).buffer)
        const found = question.tbsRequest.requestExtensions?.[0]
        const inner = asn1js.fromBER(Uint8Array.from(found?.extnValue.valueBlock.valueHexView ?? []).buffer)
        const nonce = Buffer.from((inner.result as asn1js.OctetString).valueBlock.valueHexView)
        expect(request.method).toBe('POST')
        expect(request.headers['content-type']).toBe('application/ocsp-request')
        const body = leaf === undefined ? Buffer.alloc(0) : await make(nonce, leaf)
        response.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(body)
      })
    })
    leaf = await madeFor(url)
    return (await probe(leaf)).ocsp[0] as OcspCheck
  }

  function madeFor(url: string): Promise<Made> {
    return make({ cn: 'server', issuer: ca, ocsp: [url] })
  }

  test.each(['good', 'revoked', 'unknown'] as const)('says %s', async status => {
    const check = await responder((nonce, certificate) =>
      makeAnswer({ certificate, issuer: ca, status, nonce }),
    )
    expect(check).toMatchObject({ outcome: status, responder: 'CN=Test CA', nonce: true, httpStatus: 200 })
    if (status === 'revoked') expect(check.revokedAt).toBe('2025-11-11T00:00:00.000Z')
  })

  test('may leave the nonce out, not change it', async () => {
    expect(
      await responder((_, certificate) => makeAnswer({ certificate, issuer: ca, status: 'good' })),
    ).toMatchObject({
      outcome: 'good',
      nonce: false,
    })
    const nonce = Buffer.alloc(16)
    expect(
      await responder((_, certificate) => makeAnswer({ certificate, issuer: ca, status: 'good', nonce })),
    ).toMatchObject({ outcome: 'wrong-nonce' })
  })

  test('may be a delegate of the issuer', async () => {
    const signer = await make({ cn: 'Responder', issuer: ca, ocspSigning: true })
    const check = await responder((_, certificate) =>
      makeAnswer({ certificate, issuer: ca, status: 'good', signer, certs: [signer] }),
    )
    expect(check).toMatchObject({ outcome: 'good', responder: 'CN=Responder' })
  })

  test.each([
    ['one for something else', { ocspSigning: false }],
    ['one that is over', { ocspSigning: true, until: '2025-01-01T00:00:00Z' }],
    ['one of another authority', { ocspSigning: true, other: true }],
  ] as const)('may not be %s', async (_, { ...wanted }) => {
    const issuer = 'other' in wanted ? await make({ cn: 'Test CA', ca: true }) : ca
    const signer = await make({ cn: 'Responder', issuer, ...wanted })
    const check = await responder((_nonce, certificate) =>
      makeAnswer({ certificate, issuer: ca, status: 'good', signer, certs: [signer] }),
    )
    expect(check).toMatchObject({ outcome: 'bad-signature' })
  })

  test.each([
    ['stale', { until: '2025-12-31T12:00:00Z' }],
    ['not-yet-valid', { from: '2026-01-02T00:00:00Z' }],
  ] as const)('is %s', async (outcome, times) => {
    const check = await responder((_, certificate) =>
      makeAnswer({ certificate, issuer: ca, status: 'good', ...times }),
    )
    expect(check).toMatchObject({ outcome })
  })

  test('speaks of another certificate', async () => {
    const other = await make({ cn: 'other', issuer: ca })
    expect(
      await responder(() => makeAnswer({ certificate: other, issuer: ca, status: 'good' })),
    ).toMatchObject({
      outcome: 'wrong-certificate',
    })
  })

  test.each([
    [1, 'error'],
    [2, 'error'],
    [3, 'try-later'],
    [5, 'error'],
    [6, 'unauthorized'],
    [9, 'malformed'],
  ] as const)('answers with status %d: %s', async (status, outcome) => {
    expect(await responder(async () => envelope(status))).toMatchObject({ outcome })
  })

  test('answers with anything else', async () => {
    expect(await responder(async () => Buffer.from('<html>'))).toMatchObject({ outcome: 'html-answer' })
    expect(await responder(async () => Buffer.from('nothing'))).toMatchObject({ outcome: 'malformed' })
    expect(await responder(async () => Buffer.alloc(200_000))).toMatchObject({ outcome: 'too-large' })
  })

  test('may not redirect', async () => {
    const url = await webServer(answering('', { location: '/other' }, 302))
    expect((await probe(await madeFor(url))).ocsp[0]).toMatchObject({ outcome: 'redirect-refused' })
  })

  test('cannot be asked without the issuer, and is not when not wanted', async () => {
    const leaf = await madeFor('http://127.0.0.1:1/')
    expect((await probe(leaf, {}, ctx, [leaf])).ocsp[0]).toMatchObject({ outcome: 'unverified', bytes: 0 })
    expect((await probe(leaf, { ocsp: false })).ocsp).toEqual([])
  })
})

describe('a path', () => {
  test('is asked about but for its root, with bounds', async () => {
    const many = Array.from({ length: 9 }, (_, index) => `http://127.0.0.1:1/${index}.crl`)
    const root = await make({ cn: 'Root', ca: true, crl: ['http://127.0.0.1:1/root.crl'] })
    const issuing = await make({
      cn: 'Issuing',
      ca: true,
      issuer: root,
      crl: ['http://127.0.0.1:1/issuing.crl'],
    })
    const leaf = await make({ cn: 'server', issuer: issuing, crl: many })
    const { targets, crl } = await probe(leaf, {}, ctx, [leaf, root, issuing])
    expect(targets.map(one => [one.certificate, one.crlUrls.length])).toEqual([
      [0, 4],
      [2, 1],
    ])
    expect(crl.map(one => one.certificate)).toEqual([0, 0, 0, 0, 2])
    expect(revocationTargets([], { path: [] })).toEqual([])
  })

  test('leads to a root that was not served: its own certificate verifies', async () => {
    const body = await makeList({ issuer: ca })
    const url = await webServer(answering(body))
    const leaf = await make({ cn: 'server', issuer: ca, crl: [url] })
    const certificates = [(await readCertificate(leaf.der)) as TlsCertificate]
    const root = { subject: 'CN=Test CA', from: 'public', der: ca.der.toString('base64') } as const
    const { crl } = await checkRevocation(certificates, { path: [0], root }, { open: openDirectly }, ctx)
    expect(crl[0]).toMatchObject({ outcome: 'good' })
  })
})
