// Revocation lists from nginx and answers of `openssl ocsp`, for chains of an openssl authority: every state of each.
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CrlCheck, OcspCheck, RevocationProbe } from '../../src/model/probe/crl.ts'
import { checkRevocation } from '../../src/probe/crl/check.ts'
import { concludeRevocation } from '../../src/probe/crl/conclude.ts'
import { openDirectly } from '../../src/probe/crl/open.ts'
import { handshake } from '../../src/probe/tls/handshake.ts'
import { judge } from '../../src/probe/tls/judge.ts'
import { withTool } from './available.ts'
import { Authority, type Issued } from './ca.ts'
import { type Responder, startResponder } from './probe-crl-responder.ts'
import { freePorts, ownFolder } from './probe-http-daemon.ts'
import { listsPort, startTlsNginx, type TlsServer, type Web } from './probe-tls-nginx.ts'

const HOST = 'ssm.example.test'
const ctx = { timeoutMs: 20_000 }
const DAY_MS = 86_400_000

withTool('nginx', 'revocation', path => {
  const folder = ownFolder({})
  let web: Web
  let responder: Responder
  let closed = 0

  beforeAll(async () => {
    const { dir } = folder
    const port = await listsPort()
    ;[closed = 0] = await freePorts(1)
    responder = await startResponder(dir)
    const at = (name: string): string => `http://127.0.0.1:${port}/${name}`
    const root = Authority.root(dir, 'Test Root')
    const issuing = root.below(dir, 'Test Issuing', { crl: [at('root.crl')] })
    const stranger = Authority.root(dir, 'Stranger')
    const twin = Authority.root(`${dir}/twin`, 'Test Issuing')
    const kinds: Record<string, TlsServer> = {}
    const add = (name: string, wanted: Parameters<Authority['issue']>[1]): Issued => {
      const issued = issuing.issue(name, { names: [`DNS:${HOST}`], ...wanted })
      // The root goes along, so that the list of the intermediate can be verified.
      kinds[name] = { issued: withRoot(issued, root) }
      return issued
    }
    for (const name of [
      ...[
        'fresh',
        'stale',
        'future',
        'missing',
        'page',
        'stranger',
        'twin',
        'text',
        'empty',
        'cut',
        'moved',
        'away',
      ],
      'forbidden',
    ]) {
      add(name, { crl: [at(`${name}.crl`)] })
    }
    const revoked = add('revoked', { crl: [at('fresh.crl')], ocsp: responder.url('/revoked') })
    add('two', { crl: [`http://127.0.0.1:${closed}/a.crl`, at('fresh.crl')] })
    add('closed', { crl: [`http://127.0.0.1:${closed}/a.crl`] })
    add('ldap', { crl: ['ldap:///CN=Test%20Issuing?certificateRevocationList'] })
    add('none', {})
    issuing.revoke(revoked)
    for (const name of ['good', 'unknown', 'delegate', 'not-delegate', 'nowhere']) {
      add(`ocsp-${name}`, { ocsp: responder.url(`/${name}`) })
    }
    const delegate = issuing.issue('delegate', { ocspSigning: true })
    const plain = issuing.issue('plain')
    responder.at.set('/good', { authority: issuing })
    responder.at.set('/revoked', { authority: issuing })
    responder.at.set('/unknown', { authority: issuing, index: stranger.index })
    responder.at.set('/delegate', { authority: issuing, signer: delegate })
    responder.at.set('/not-delegate', { authority: issuing, signer: plain })
    const fresh = issuing.list()
    web = await startTlsNginx(path, dir, kinds, {
      port,
      files: {
        'root.crl': root.list(),
        'fresh.crl': fresh,
        'stale.crl': issuing.list({ fromDay: -30, untilDay: -1 }),
        'future.crl': issuing.list({ fromDay: 2, untilDay: 9 }),
        'page.crl': '<!DOCTYPE html><html><body>Please log in</body></html>',
        'stranger.crl': stranger.list(),
        'twin.crl': twin.list(),
        'text.crl': issuing.list({ format: 'PEM' }),
        'empty.crl': '',
        'cut.crl': fresh.subarray(0, fresh.length - 40),
      },
    })
  }, 240_000)

  afterAll(async () => {
    await web?.stop()
    await responder?.stop()
    folder.remove()
  })

  async function probe(name: string, days = 0): Promise<RevocationProbe> {
    const tls = await handshake({ address: '127.0.0.1', port: web.port(name) }, { serverName: HOST }, ctx)
    expect(tls.outcome).toBe('ok')
    const now = Date.now() + days * DAY_MS
    const judged = await judge(tls.chain, { host: HOST, now: { ms: now } })
    expect(judged.chain).toBe('complete')
    return checkRevocation(tls.chain, judged, { open: openDirectly }, { ...ctx, now: () => now })
  }

  async function list(name: string): Promise<CrlCheck | undefined> {
    const { crl } = await probe(name)
    expect(crl.find(one => one.certificate === 1)).toMatchObject({
      outcome: 'good',
      issuer: 'O=Test, CN=Test Root',
    })
    return crl.find(one => one.certificate === 0)
  }

  test.each([
    ['fresh', { outcome: 'good', entries: 1, issuer: 'O=Test, CN=Test Issuing' }],
    ['revoked', { outcome: 'revoked', reason: 'keyCompromise', revokedAt: expect.stringMatching(/^20/) }],
    ['text', { outcome: 'good' }],
    ['moved', { outcome: 'good', location: expect.stringMatching(/\/fresh\.crl$/) }],
    ['stale', { outcome: 'stale' }],
    ['future', { outcome: 'not-yet-valid' }],
    ['missing', { outcome: 'http-error', httpStatus: 404 }],
    ['forbidden', { outcome: 'http-error', httpStatus: 403 }],
    ['page', { outcome: 'html-answer' }],
    ['stranger', { outcome: 'wrong-issuer', issuer: 'O=Test, CN=Stranger' }],
    ['twin', { outcome: 'bad-signature', issuer: 'O=Test, CN=Test Issuing' }],
    ['empty', { outcome: 'malformed', bytes: 0 }],
    ['cut', { outcome: 'malformed' }],
    ['away', { outcome: 'redirect-refused', location: 'http://elsewhere.example.test/fresh.crl' }],
    ['closed', { outcome: 'refused' }],
    ['ldap', { outcome: 'unsupported-scheme' }],
  ] as const)('a list that is %s', async (name, expected) => {
    expect(await list(name)).toMatchObject(expected)
  })

  test.each([
    ['fresh', 'accepted', 'accepted'],
    ['two', 'accepted', 'accepted'],
    ['revoked', 'refused', 'refused'],
    ['stale', 'refused', 'unchecked'],
    ['missing', 'refused', 'unchecked'],
    ['page', 'refused', 'unchecked'],
    ['closed', 'refused', 'unchecked'],
    ['none', 'unknown', 'unchecked'],
    ['ldap', 'unknown', 'unknown'],
  ] as const)(
    'a device that meets a list which is %s: %s with crl, %s with crl none',
    async (name, strict, lenient) => {
      const seen = await probe(name)
      expect(concludeRevocation(seen, ['crl'])).toMatchObject({
        verdict: strict,
        revoked: name === 'revoked',
      })
      expect(concludeRevocation(seen, ['crl', 'none']).verdict).toBe(lenient)
      expect(concludeRevocation(seen, ['none']).verdict).toBe('unchecked')
    },
  )

  async function answer(name: string, days = 0): Promise<OcspCheck | undefined> {
    return (await probe(name, days)).ocsp[0]
  }

  test.each([
    ['ocsp-good', { outcome: 'good', responder: 'O=Test, CN=Test Issuing', nonce: true }],
    ['revoked', { outcome: 'revoked', reason: 'keyCompromise' }],
    ['ocsp-unknown', { outcome: 'unknown' }],
    ['ocsp-delegate', { outcome: 'good', responder: 'CN=delegate' }],
    ['ocsp-not-delegate', { outcome: 'bad-signature' }],
    ['ocsp-nowhere', { outcome: 'http-error', httpStatus: 404 }],
  ] as const)('a responder for %s', async (name, expected) => {
    expect(await answer(name)).toMatchObject(expected)
  })

  test('an answer is stale days later, and not yet valid days before', async () => {
    expect(await answer('ocsp-good', 3)).toMatchObject({ outcome: 'stale' })
    expect(await answer('ocsp-good', -0.5)).toMatchObject({ outcome: 'not-yet-valid' })
  })

  test('a device that asks responders', async () => {
    const methods = ['ocsp', 'none'] as const
    expect(concludeRevocation(await probe('revoked'), methods)).toMatchObject({
      verdict: 'refused',
      revoked: true,
    })
    // The intermediate names no responder.
    expect(concludeRevocation(await probe('ocsp-good'), ['ocsp']).verdict).toBe('unknown')
    expect(concludeRevocation(await probe('ocsp-good'), ['ocsp', 'crl']).verdict).toBe('accepted')
    expect(concludeRevocation(await probe('ocsp-unknown'), methods).verdict).toBe('unchecked')
  })
})

function withRoot(issued: Issued, root: Authority): Issued {
  const chain = `${issued.chain}.whole`
  writeFileSync(chain, readFileSync(issued.chain, 'utf8') + readFileSync(root.cert, 'utf8'))
  return { ...issued, chain }
}
