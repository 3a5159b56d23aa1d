// One handshake with each kind of server, over a connection and over a stream.
import { connect } from 'node:net'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { handshake } from '../../../src/probe/tls/handshake.ts'
import { type Made, make } from './certificates.ts'
import { connectionsLeft, rawServer, tlsServer } from './servers.ts'

const ctx = { timeoutMs: 5000 }
let root: Made
let middle: Made
let leaf: Made
let stray: Made

beforeAll(async () => {
  root = await make({ cn: 'Test Root', organisation: 'Test', ca: true })
  middle = await make({ cn: 'Test Intermediate', ca: true, issuer: root })
  leaf = await make({
    cn: 'ssm.example.net',
    dns: ['ssm.example.net'],
    ips: ['192.0.2.7', '2001:db8:0:0:0:0:0:7'],
    issuer: middle,
    crl: ['http://crl.example.net/a.crl', 'ldap:///CN=a'],
    ocsp: ['http://ocsp.example.net/'],
    caIssuers: ['http://crl.example.net/a.cer'],
    serial: '00a1b2c3',
  })
  stray = await make({ cn: 'Stray', ca: true })
})

function served(...chain: Made[]) {
  return { cert: chain.map(one => one.pem).join(''), key: chain[0]?.keyPem ?? '' }
}

describe('a handshake', () => {
  test('gives the chain as it was served, in its order and with strays', async () => {
    const target = await tlsServer(served(leaf, root, stray, middle))
    const probe = await handshake(target, { serverName: 'ssm.example.net' }, ctx)
    expect(probe).toMatchObject({
      outcome: 'ok',
      protocol: 'TLSv1.2',
      cipher: expect.stringMatching(/^ECDHE-ECDSA-/),
      chainLinked: false,
      chainSkipped: 0,
      address: '127.0.0.1',
    })
    expect(probe.chain.map(one => one.subject)).toEqual([
      'CN=ssm.example.net',
      'O=Test, CN=Test Root',
      'CN=Stray',
      'CN=Test Intermediate',
    ])
  })

  test('tells what a certificate holds', async () => {
    const target = await tlsServer(served(leaf))
    const { chain } = await handshake(target, { serverName: 'ssm.example.net' }, ctx)
    expect(chain[0]).toMatchObject({
      subject: 'CN=ssm.example.net',
      issuer: 'CN=Test Intermediate',
      commonNames: ['ssm.example.net'],
      altNames: [
        { kind: 'dns', value: 'ssm.example.net' },
        { kind: 'ip', value: '192.0.2.7' },
        { kind: 'ip', value: '2001:db8::7' },
      ],
      notBefore: '2020-01-01T00:00:00.000Z',
      notAfter: '2040-01-01T00:00:00.000Z',
      serial: 'A1B2C3',
      sha256: expect.stringMatching(/^[0-9A-F]{64}$/),
      isCa: false,
      selfSigned: false,
      keyType: 'ec',
      keyBits: 256,
      signatureAlgorithm: 'ecdsa-with-SHA256',
      crlUrls: ['http://crl.example.net/a.crl', 'ldap:///CN=a'],
      ocspUrls: ['http://ocsp.example.net/'],
      issuerUrls: ['http://crl.example.net/a.cer'],
      der: leaf.der.toString('base64'),
    })
  })

  test('with TLS 1.3 links the chain and says so', async () => {
    const target = await tlsServer({ ...served(leaf, middle, root), minVersion: 'TLSv1.3' })
    const offer = { serverName: 'ssm.example.net', maxVersion: 'TLSv1.3' } as const
    const probe = await handshake(target, offer, ctx)
    expect(probe).toMatchObject({ outcome: 'ok', protocol: 'TLSv1.3', chainLinked: true })
    expect(probe.chain.map(one => one.subject)).toEqual([
      'CN=ssm.example.net',
      'CN=Test Intermediate',
      'O=Test, CN=Test Root',
    ])
  })

  test('fails on a server that wants a newer version than the device has', async () => {
    const target = await tlsServer({ ...served(leaf), minVersion: 'TLSv1.3' })
    const probe = await handshake(target, { serverName: 'a' }, ctx)
    expect(probe).toMatchObject({ outcome: 'version-refused', alert: 'protocol_version', chain: [] })
  })

  test('fails on a server that is older than what is offered', async () => {
    const target = await tlsServer({ ...served(leaf), maxVersion: 'TLSv1.2' })
    const offer = { serverName: 'a', minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } as const
    expect(await handshake(target, offer, ctx)).toMatchObject({ outcome: 'version-refused' })
  })

  test('goes down to TLS 1.0 for a device that has no more', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1' } as const
    const target = await tlsServer({ ...served(leaf), ...old, ciphers: 'DEFAULT:@SECLEVEL=0' })
    expect(await handshake(target, { serverName: 'a', ...old }, ctx)).toMatchObject({
      outcome: 'ok',
      protocol: 'TLSv1',
      chain: [{ subject: 'CN=ssm.example.net' }],
    })
    const modern = await tlsServer(served(leaf))
    expect(await handshake(modern, { serverName: 'a', ...old }, ctx)).toMatchObject({
      outcome: 'version-refused',
    })
  })

  test('fails where there is no common cipher', async () => {
    const target = await tlsServer({ ...served(leaf), ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' })
    const probe = await handshake(target, { serverName: 'a', ciphers: 'AES128-SHA:AES256-SHA' }, ctx)
    expect(probe).toMatchObject({ outcome: 'no-common-cipher', alert: 'handshake_failure' })
  })

  test('says when this computer cannot offer a cipher', async () => {
    const target = await tlsServer(served(leaf))
    const probe = await handshake(target, { serverName: 'a', ciphers: 'NO-SUCH-CIPHER' }, ctx)
    expect(probe).toMatchObject({
      outcome: 'no-common-cipher',
      detail: expect.stringMatching(/cannot offer/),
    })
  })

  test('runs over a stream that is there already, and closes it', async () => {
    const target = await tlsServer(served(leaf))
    const socket = connect(target.port, target.address)
    const probe = await handshake(socket, { serverName: 'ssm.example.net' }, ctx)
    expect(probe).toMatchObject({ outcome: 'ok', chain: [{ serial: 'A1B2C3' }] })
    expect(probe.address).toBeUndefined()
    expect(socket.destroyed).toBe(true)
  })

  test('leaves no connection open, however it went', async () => {
    const good = await tlsServer(served(leaf))
    const silent = await rawServer(() => undefined)
    const plain = await rawServer(socket => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const offer = { serverName: 'a' }
    await handshake(good, offer, ctx)
    await handshake(good, { ...offer, ciphers: 'NO-SUCH-CIPHER' }, ctx)
    await handshake(silent, offer, { timeoutMs: 50 })
    await handshake(plain, offer, ctx)
    await vi.waitUntil(() => connectionsLeft() === 0)
  })

  test('reads what a weak key signed', async () => {
    const weak = await make({ cn: 'weak', rsaBits: 1024, hash: 'SHA-1' })
    const target = await tlsServer({ ...served(weak), ciphers: 'DEFAULT:@SECLEVEL=0' })
    const probe = await handshake(target, { serverName: 'weak' }, ctx)
    expect(probe).toMatchObject({
      outcome: 'ok',
      chain: [
        { keyType: 'rsa', keyBits: 1024, signatureAlgorithm: 'sha1WithRSAEncryption', selfSigned: true },
      ],
    })
  })
})

describe('what is no TLS server', () => {
  test('a web server says so in plain HTTP', async () => {
    const target = await rawServer(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'))
    })
    const probe = await handshake(target, { serverName: 'a' }, ctx)
    expect(probe).toMatchObject({ outcome: 'not-tls', plainAnswer: 'HTTP/1.1 400 Bad Request' })
    expect(probe.detail).toMatch(/plain HTTP/)
  })

  test('an SSH server greets', async () => {
    const target = await rawServer(socket => socket.write('SSH-2.0-Cisco-1.25\r\n'))
    const probe = await handshake(target, { serverName: 'a' }, ctx)
    expect(probe).toMatchObject({ outcome: 'not-tls', plainAnswer: 'SSH-2.0-Cisco-1.25' })
  })

  test('a filter resets, or closes', async () => {
    const resets = await rawServer(socket => socket.once('data', () => socket.resetAndDestroy()))
    expect(await handshake(resets, { serverName: 'a' }, ctx)).toMatchObject({ outcome: 'reset' })
    const closes = await rawServer(socket => socket.once('data', () => socket.end()))
    expect(await handshake(closes, { serverName: 'a' }, ctx)).toMatchObject({ outcome: 'closed' })
  })

  test('nobody listens', async () => {
    const target = await rawServer(() => undefined)
    const closed = { address: target.address, port: 1 }
    expect(await handshake(closed, { serverName: 'a' }, ctx)).toMatchObject({ outcome: 'refused', chain: [] })
  })

  test('silence ends at the time limit, a stop at once', async () => {
    const target = await rawServer(() => undefined)
    const offer = { serverName: 'a' }
    expect(await handshake(target, offer, { timeoutMs: 150 })).toMatchObject({ outcome: 'timed-out' })
    const stop = new AbortController()
    const pending = handshake(target, offer, { timeoutMs: 60_000, signal: stop.signal })
    setTimeout(() => stop.abort(), 50)
    expect(await pending).toMatchObject({ outcome: 'cancelled' })
  })

  test.each([
    ['unrecognized_name', 112, 'name-refused'],
    ['unknown_ca', 48, 'cert-refused'],
    ['insufficient_security', 71, 'no-common-cipher'],
    ['internal_error', 80, 'bad-answer'],
  ] as const)('the alert %s is told', async (alert, code, outcome) => {
    const target = await rawServer(socket => {
      socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, code])))
    })
    expect(await handshake(target, { serverName: 'a' }, ctx)).toMatchObject({ outcome, alert })
  })
})
