// Handshakes with nginx and openssl, whose certificates an openssl authority made: each kind of fault, judged.
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TlsJudgement, TlsProbe } from '../../src/model/probe/tls.ts'
import { openTunnel } from '../../src/probe/proxy/tunnel.ts'
import { type HandshakeOffer, handshake } from '../../src/probe/tls/handshake.ts'
import { type JudgedAgainst, judge } from '../../src/probe/tls/judge.ts'
import { withTool } from './available.ts'
import { Authority, type Issued } from './ca.ts'
import { type Daemon, freePorts, ownFolder, startDaemon } from './probe-http-daemon.ts'
import { listsPort, startTlsNginx, type Web } from './probe-tls-nginx.ts'

const HOST = 'ssm.example.test'
const ctx = { timeoutMs: 20_000 }

withTool('nginx', 'TLS', path => {
  const folder = ownFolder({})
  let web: Web
  let root: Authority
  let good: Issued

  beforeAll(async () => {
    const { dir } = folder
    root = Authority.root(dir, 'Test Root')
    const issuing = root.below(dir, 'Test Issuing')
    const twin = Authority.root(`${dir}/twin`, 'Test Root')
    const names = [`DNS:${HOST}`]
    good = issuing.issue('good', { subject: `/CN=${HOST}`, names })
    const cisco = { subject: '/CN=tools.cisco.com', names: ['DNS:tools.cisco.com'] }
    const borrowed = Authority.root(dir, 'borrowed', '/C=US/O=IdenTrust/CN=IdenTrust Commercial Root CA 1')
    const product = Authority.root(dir, 'product', '/O=Fortinet/CN=FortiGate CA')
    const own = Authority.root(dir, 'own', `/CN=${HOST}`)
    const weak = issuing.issue('weak', { names, rsaBits: 1024, digest: 'sha1' })
    const old = { ciphers: 'DEFAULT:@SECLEVEL=0' }
    web = await startTlsNginx(
      path,
      dir,
      {
        good: { issued: good },
        expired: { issued: issuing.issue('expired', { names, fromDay: -60, untilDay: -2 }) },
        notYet: { issued: issuing.issue('not-yet', { names, fromDay: 2, untilDay: 60 }) },
        wrongName: { issued: issuing.issue('other.example.test', { names: ['DNS:other.example.test'] }) },
        wildcard: { issued: issuing.issue('wildcard', { names: ['DNS:*.example.test'] }) },
        address: { issued: issuing.issue('address', { names: ['IP:127.0.0.1'] }) },
        commonName: { issued: issuing.issue('common', { subject: `/CN=${HOST}` }) },
        commonAddress: { issued: issuing.issue('common-address', { subject: '/CN=127.0.0.1' }) },
        alone: { issued: good, alone: true },
        told: {
          issued: issuing.issue('told', { names, issuerAt: 'http://pki.example.test/issuing.cer' }),
          alone: true,
        },
        selfSigned: { issued: { cert: own.cert, chain: own.cert, key: own.key } },
        twin: { issued: twin.issue('twin', cisco) },
        borrowed: { issued: borrowed.issue('borrowed', cisco) },
        product: { issued: product.issue('product', cisco) },
        weak: { issued: weak, ...old },
        onlyNew: { issued: good, protocols: 'TLSv1.3' },
        only12: { issued: good, protocols: 'TLSv1.2' },
        onlyOld: { issued: good, protocols: 'TLSv1', ...old },
        narrow: { issued: good, protocols: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' },
      },
      { port: await listsPort(), files: {} },
    )
  })

  afterAll(async () => {
    await web?.stop()
    folder.remove()
  })

  function shake(name: string, offer: Partial<HandshakeOffer> = {}): Promise<TlsProbe> {
    return handshake({ address: '127.0.0.1', port: web.port(name) }, { serverName: HOST, ...offer }, ctx)
  }

  async function judged(name: string, against: Partial<JudgedAgainst> = {}): Promise<TlsJudgement> {
    const probe = await shake(name)
    expect(probe.outcome).toBe('ok')
    return judge(probe.chain, { host: HOST, now: { ms: Date.now() }, ...against })
  }

  test('a good server of a company', async () => {
    expect(await judged('good')).toMatchObject({
      names: { verdict: 'match', by: HOST },
      validHere: { verdict: 'valid' },
      // The root is left out, and this computer does not know it.
      chain: 'issuer-missing',
      missingIssuer: 'O=Test, CN=Test Root',
      path: [0, 1],
      outOfOrder: false,
      unused: 0,
      issuer: 'private',
      root: { subject: 'O=Test, CN=Test Root', from: 'named' },
      weak: [],
    })
  })

  test.each([
    ['expired', 'expired'],
    ['notYet', 'not-yet-valid'],
  ] as const)('a certificate that is %s', async (name, verdict) => {
    expect((await judged(name)).validHere).toMatchObject({ verdict, certificate: 0 })
  })

  test('a device whose clock is wrong', async () => {
    const at = (days: number): JudgedAgainst['now'] => ({ ms: Date.now() + days * 86_400_000 })
    expect((await judged('good', { device: at(-3650) })).validOnDevice).toMatchObject({
      verdict: 'not-yet-valid',
    })
    expect((await judged('good', { device: at(3650) })).validOnDevice).toMatchObject({ verdict: 'expired' })
    expect((await judged('good', { device: at(0) })).validOnDevice).toEqual({ verdict: 'valid' })
  })

  test.each([
    ['wrongName', HOST, 'mismatch'],
    ['wildcard', HOST, 'wildcard'],
    ['commonName', HOST, 'common-name-only'],
    ['address', '127.0.0.1', 'match'],
    ['good', '127.0.0.1', 'mismatch'],
    ['commonAddress', '127.0.0.1', 'common-name-only'],
  ] as const)('the names of %s for %s', async (name, host, verdict) => {
    expect((await judged(name, { host })).names).toMatchObject({ verdict, host })
  })

  test('a server that leaves its intermediate out', async () => {
    expect(await judged('alone')).toMatchObject({
      chain: 'issuer-missing',
      missingIssuer: 'O=Test, CN=Test Issuing',
    })
    expect(await judged('told')).toMatchObject({ chain: 'missing-intermediate' })
  })

  test('a server that vouches for itself', async () => {
    expect(await judged('selfSigned')).toMatchObject({
      chain: 'self-signed',
      selfSigned: true,
      issuer: 'private',
      names: { verdict: 'common-name-only' },
      root: { from: 'served' },
    })
  })

  test.each([
    ['twin', ''],
    ['borrowed', ''],
    ['product', 'Fortinet FortiGate'],
  ] as const)('an interceptor on the way to Cisco: %s', async (name, interceptor) => {
    const host = 'tools.cisco.com'
    expect(await judged(name, { host })).toMatchObject({
      issuer: 'interception',
      interceptor,
      names: { verdict: 'match' },
    })
  })

  test('a weak key and an old signature', async () => {
    expect((await judged('weak')).weak).toEqual([
      { certificate: 0, kind: 'key', what: 'RSA 1024 bits' },
      { certificate: 0, kind: 'signature', what: 'ecdsa-with-SHA1' },
    ])
  })

  test('versions', async () => {
    const tls13 = { maxVersion: 'TLSv1.3' } as const
    const tls10 = { minVersion: 'TLSv1', maxVersion: 'TLSv1' } as const
    expect(await shake('onlyNew')).toMatchObject({ outcome: 'version-refused', alert: 'protocol_version' })
    expect(await shake('onlyNew', tls13)).toMatchObject({
      outcome: 'ok',
      protocol: 'TLSv1.3',
      chainLinked: true,
    })
    expect((await shake('onlyNew', tls13)).chain).toHaveLength(2)
    expect(await shake('only12', tls13)).toMatchObject({ outcome: 'ok', protocol: 'TLSv1.2' })
    expect(await shake('only12', { ...tls13, minVersion: 'TLSv1.3' })).toMatchObject({
      outcome: 'version-refused',
    })
    expect(await shake('onlyOld')).toMatchObject({ outcome: 'version-refused' })
    expect(await shake('onlyOld', tls10)).toMatchObject({ outcome: 'ok', protocol: 'TLSv1' })
  })

  test('ciphers', async () => {
    const probe = await shake('narrow', { ciphers: 'ECDHE-ECDSA-AES128-SHA:AES128-SHA' })
    expect(probe).toMatchObject({ outcome: 'no-common-cipher', alert: 'handshake_failure' })
    expect(await shake('narrow')).toMatchObject({ outcome: 'ok', cipher: 'ECDHE-ECDSA-CHACHA20-POLY1305' })
  })

  test('nothing is left open', async () => {
    const socket = connect(web.port('good'), '127.0.0.1')
    expect(await handshake(socket, { serverName: HOST }, ctx)).toMatchObject({ outcome: 'ok' })
    expect(socket.destroyed).toBe(true)
  })

  withTool('tinyproxy', 'through a proxy', program => {
    let proxy: Daemon
    let own: ReturnType<typeof ownFolder>
    let port = 0
    beforeAll(async () => {
      port = (await freePorts(1))[0] ?? 0
      own = ownFolder({ 'tiny.conf': `Port ${port}\nListen 127.0.0.1\nTimeout 30\n` })
      proxy = await startDaemon(program, ['-d', '-c', `${own.dir}/tiny.conf`], [port])
    })
    afterAll(async () => {
      await proxy?.stop()
      own?.remove()
    })

    test('the same chain comes', async () => {
      const target = { host: '127.0.0.1', port: web.port('good') }
      const { stream } = await openTunnel({ host: '127.0.0.1', address: '127.0.0.1', port }, target, ctx)
      if (stream === undefined) throw new Error('no tunnel')
      const probe = await handshake(stream, { serverName: HOST }, ctx)
      expect(probe).toMatchObject({ outcome: 'ok', chain: (await shake('good')).chain })
    })
  })

  withTool('openssl', 'openssl s_server', program => {
    let daemon: Daemon | undefined
    afterAll(() => daemon?.stop())

    test.each(['tls1_2', 'tls1_3'] as const)('that wants a certificate of the client, %s', async version => {
      const [port = 0] = await freePorts(1)
      const args = [
        's_server',
        '-accept',
        `127.0.0.1:${port}`,
        '-cert',
        good.cert,
        '-key',
        good.key,
        '-quiet',
        `-${version}`,
      ]
      daemon = await startDaemon(program, [...args, '-Verify', '1', '-verify_return_error'], [port])
      const maxVersion = version === 'tls1_2' ? 'TLSv1.2' : 'TLSv1.3'
      const probe = await handshake({ address: '127.0.0.1', port }, { serverName: HOST, maxVersion }, ctx)
      expect(probe).toMatchObject({ outcome: 'cert-refused', chain: [{ subject: `CN=${HOST}` }] })
      await daemon.stop()
    })
  })
})
