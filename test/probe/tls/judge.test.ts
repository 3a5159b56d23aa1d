// What is said of served certificates: names, times, path, issuer, root, weakness, and the device's own store.

import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TlsCertificate } from '../../../src/model/probe/tls.ts'
import { readCertificate } from '../../../src/probe/tls/certificate.ts'
import { judgeDevice } from '../../../src/probe/tls/judge/device.ts'
import { judgeNames } from '../../../src/probe/tls/judge/names.ts'
import {
  CISCO_LICENSING,
  IDENTRUST_COMMERCIAL,
  knownRoots,
  QUOVADIS_2,
} from '../../../src/probe/tls/judge/roots.ts'
import { type JudgedAgainst, judge } from '../../../src/probe/tls/judge.ts'
import { type Made, make } from './certificates.ts'

const now = { ms: Date.parse('2026-01-01T00:00:00Z') }
const onPrem: JudgedAgainst = { host: 'ssm.example.net', now }
const cloud: JudgedAgainst = { host: 'tools.cisco.com', now }

let root: Made
let middle: Made
let leaf: Made

beforeAll(async () => {
  root = await make({ cn: 'Company Root', ca: true })
  middle = await make({ cn: 'Company Issuing', ca: true, issuer: root })
  leaf = await make({ cn: 'ssm.example.net', dns: ['ssm.example.net'], issuer: middle })
})

async function read(...made: Made[]): Promise<TlsCertificate[]> {
  const chain = await Promise.all(made.map(one => readCertificate(one.der)))
  return chain.filter(one => one !== undefined)
}

describe('the path', () => {
  test('is whole', async () => {
    expect(await judge(await read(leaf, middle, root), onPrem)).toMatchObject({
      chain: 'complete',
      path: [0, 1, 2],
      outOfOrder: false,
      unused: 0,
      missingIssuer: '',
      issuer: 'private',
      selfSigned: false,
      root: { subject: 'CN=Company Root', from: 'served' },
    })
  })

  test('is found in whatever order, strays counted', async () => {
    const stray = await make({ cn: 'Stray', ca: true })
    expect(await judge(await read(leaf, root, stray, middle), onPrem)).toMatchObject({
      chain: 'complete',
      path: [0, 3, 1],
      outOfOrder: true,
      unused: 1,
    })
  })

  test('ends where nobody has the issuer, which may be a private root', async () => {
    expect(await judge(await read(leaf), onPrem)).toMatchObject({
      chain: 'issuer-missing',
      missingIssuer: 'CN=Company Issuing',
      issuer: 'private',
      root: { subject: 'CN=Company Issuing', from: 'named' },
    })
    const told = await make({ cn: 'a', issuer: middle, caIssuers: ['http://pki.example.net/issuing.cer'] })
    expect(await judge(await read(told), onPrem)).toMatchObject({ chain: 'missing-intermediate' })
  })

  test('is the server itself', async () => {
    const alone = await make({ cn: 'ssm.example.net' })
    expect(await judge(await read(alone), onPrem)).toMatchObject({
      chain: 'self-signed',
      selfSigned: true,
      issuer: 'private',
      root: { subject: 'CN=ssm.example.net', from: 'served' },
    })
  })

  test('never runs in circles', async () => {
    // Two authorities that sign each other.
    const first = await make({ cn: 'A', ca: true })
    const second = await make({ cn: 'B', ca: true, issuer: first })
    const crossed = { ...first, certificate: first.certificate }
    const back = await make({ cn: 'A', ca: true, issuer: second })
    const end = await make({ cn: 'x', issuer: crossed })
    const judged = await judge(await read(end, back, second, back), onPrem)
    expect(judged.path.length).toBeLessThanOrEqual(4)
  })

  test('of nothing is empty', async () => {
    expect(await judge([], onPrem)).toMatchObject({
      chain: 'empty',
      path: [],
      issuer: 'unknown',
      names: { verdict: 'unusable' },
      validHere: { verdict: 'valid' },
      device: { holds: 'unknown' },
    })
  })
})

describe('the issuer', () => {
  test('on the path to Cisco is an interception when no known root signed', async () => {
    const proxy = await make({ cn: 'FortiGate CA', organisation: 'Fortinet', ca: true })
    const opened = await make({ cn: 'tools.cisco.com', dns: ['tools.cisco.com'], issuer: proxy })
    expect(await judge(await read(opened, proxy), cloud)).toMatchObject({
      issuer: 'interception',
      interceptor: 'Fortinet FortiGate',
      root: { subject: 'O=Fortinet, CN=FortiGate CA' },
    })
    expect(await judge(await read(opened), cloud)).toMatchObject({ issuer: 'interception' })
    expect(await judge(await read(opened, proxy), onPrem)).toMatchObject({
      issuer: 'private',
      interceptor: '',
    })
  })

  test('that names a product is an interception even when it looks public', async () => {
    const proxy = await make({ cn: 'Zscaler Intermediate Root CA', ca: true })
    const opened = await make({
      cn: 'tools.cisco.com',
      issuer: proxy,
      caIssuers: ['http://a/'],
      crl: ['http://b/'],
    })
    expect(await judge(await read(opened), cloud)).toMatchObject({
      issuer: 'interception',
      interceptor: 'Zscaler',
    })
  })

  test('that borrows the name of a public root is not that root', async () => {
    const genuine = publicRoot(/CN=IdenTrust Commercial Root CA 1$/)
    const [o, cn] = [/O=(.+)/, /CN=(.+)/].map(part => part.exec(genuine.subject)?.[1])
    const borrowed = await make({ cn: cn ?? '', organisation: o ?? '', ca: true })
    const server = await make({ cn: 'tools.cisco.com', issuer: borrowed })
    const judged = await judge(await read(server, borrowed), cloud)
    expect(judged).toMatchObject({ issuer: 'interception', root: { from: 'served' } })
    expect(judged.root?.sha256).not.toBe(IDENTRUST_COMMERCIAL)
  })

  test('may only be missing when the certificate looks like a public one', async () => {
    const server = await make({
      cn: 'tools.cisco.com',
      issuer: middle,
      caIssuers: ['http://validation.identrust.com/roots/a.p7c'],
      crl: ['http://validation.identrust.com/crl/a.crl'],
    })
    expect(await judge(await read(server), cloud)).toMatchObject({
      issuer: 'unknown',
      chain: 'missing-intermediate',
    })
  })

  test('is public or Cisco when a known root is the end', async () => {
    const chain = await read(madeOf(publicRoot(/CN=IdenTrust Commercial Root CA 1$/)))
    expect(await judge(chain, cloud)).toMatchObject({
      issuer: 'public',
      root: { sha256: IDENTRUST_COMMERCIAL, from: 'public' },
    })
    const licensing = knownRoots('O=Cisco\nCN=Cisco Licensing Root CA')[0]?.certificate
    const cisco = await read(madeOf(licensing ?? publicRoot(/never/)))
    expect(await judge(cisco, onPrem)).toMatchObject({ issuer: 'cisco', root: { sha256: CISCO_LICENSING } })
  })

  test('QuoVadis Root CA 2 has the fingerprint the rules know', () => {
    const found = publicRootOrNothing(/CN=QuoVadis Root CA 2$/)
    // Newer releases of Node no longer ship it.
    if (found !== undefined) expect(found.fingerprint256.replaceAll(':', '')).toBe(QUOVADIS_2)
  })
})

function publicRootOrNothing(subject: RegExp): X509Certificate | undefined {
  return rootCertificates.map(one => new X509Certificate(one)).find(one => subject.test(one.subject))
}

function publicRoot(subject: RegExp): X509Certificate {
  const found = publicRootOrNothing(subject)
  if (found === undefined) throw new Error(`Node ships no root ${subject.source}`)
  return found
}

function madeOf(certificate: X509Certificate): Made {
  return { ...root, der: certificate.raw }
}

describe('names', () => {
  const named = (cn: string[], dns: string[] = [], ips: string[] = []): TlsCertificate => ({
    ...blank,
    commonNames: cn,
    altNames: [
      ...dns.map(value => ({ kind: 'dns', value }) as const),
      ...ips.map(value => ({ kind: 'ip', value }) as const),
    ],
  })

  test.each([
    ['SSM.Example.net', named([], ['ssm.example.NET']), 'match'],
    ['ssm.example.net.', named([], ['ssm.example.net']), 'match'],
    ['ssm.example.net', named([], ['*.example.net']), 'wildcard'],
    ['a.ssm.example.net', named([], ['*.example.net']), 'mismatch'],
    ['example.net', named([], ['*.example.net']), 'mismatch'],
    ['example.net', named([], ['*.net']), 'mismatch'],
    ['ssm.example.net', named([], ['s*.example.net']), 'mismatch'],
    ['ssm.example.net', named(['ssm.example.net']), 'common-name-only'],
    ['ssm.example.net', named(['ssm.example.net'], ['other.example.net']), 'common-name-only'],
    ['ssm.example.net', named(['*.example.net']), 'common-name-only'],
    ['ssm.example.net', named(['other.example.net']), 'mismatch'],
    ['ssm.example.net', named([]), 'unusable'],
    ['192.0.2.7', named([], [], ['192.0.2.7']), 'match'],
    ['192.0.2.7', named([], ['192.0.2.7']), 'mismatch'],
    ['192.0.2.7', named(['192.0.2.7']), 'common-name-only'],
    ['192.0.2.7', named(['ssm.example.net'], ['*.0.2.7']), 'mismatch'],
    ['2001:DB8:0::7', named([], [], ['2001:db8::7']), 'match'],
  ] as const)('%s', (host, certificate, verdict) => {
    expect(judgeNames(certificate, host).verdict).toBe(verdict)
  })

  test('lists what the certificate names', () => {
    expect(judgeNames(named(['cn'], ['a', 'b'], ['192.0.2.1']), 'c')).toMatchObject({
      by: '',
      named: ['a', 'b', '192.0.2.1', 'cn'],
    })
  })
})

const blank: TlsCertificate = {
  subject: '',
  issuer: '',
  commonNames: [],
  altNames: [],
  notBefore: '',
  notAfter: '',
  serial: '',
  sha256: '',
  sha1: '',
  isCa: false,
  selfSigned: false,
  keyType: 'rsa',
  keyBits: 2048,
  signatureAlgorithm: '',
  crlUrls: [],
  ocspUrls: [],
  issuerUrls: [],
  der: '',
}

describe('validity', () => {
  test('is judged by this clock and by the device', async () => {
    const expired = await make({
      cn: 'a',
      issuer: root,
      from: '2020-01-01T00:00:00Z',
      until: '2025-01-01T00:00:00Z',
    })
    const chain = await read(expired, root)
    expect(
      await judge(chain, { ...onPrem, device: { ms: Date.parse('2024-06-01T00:00:00Z') } }),
    ).toMatchObject({
      validHere: { verdict: 'expired', certificate: 0, limit: '2025-01-01T00:00:00.000Z' },
      validOnDevice: { verdict: 'valid' },
    })
    expect(
      await judge(chain, { ...onPrem, device: { ms: Date.parse('2002-03-01T00:00:00Z') } }),
    ).toMatchObject({
      validOnDevice: { verdict: 'not-yet-valid', certificate: 0, limit: '2020-01-01T00:00:00.000Z' },
    })
  })

  test('is uncertain where the zone of the clock decides', async () => {
    const chain = await read(leaf, middle, root)
    const near = { ms: Date.parse('2039-12-31T22:00:00Z'), uncertainMs: 14 * 3_600_000 }
    expect((await judge(chain, { ...onPrem, device: near })).validOnDevice).toMatchObject({
      verdict: 'uncertain',
    })
    const far = { ms: Date.parse('2040-01-03T00:00:00Z'), uncertainMs: 14 * 3_600_000 }
    expect((await judge(chain, { ...onPrem, device: far })).validOnDevice).toMatchObject({
      verdict: 'expired',
    })
  })
})

describe('weakness', () => {
  test('short keys and old signatures, but no root for its own', async () => {
    const weakRoot = await make({ cn: 'R', ca: true, rsaBits: 2048, hash: 'SHA-1' })
    const weakLeaf = await make({ cn: 'a', issuer: weakRoot, rsaBits: 1024, hash: 'SHA-1' })
    expect((await judge(await read(weakLeaf, weakRoot), onPrem)).weak).toEqual([
      { certificate: 0, kind: 'key', what: 'RSA 1024 bits' },
      { certificate: 0, kind: 'signature', what: 'sha1WithRSAEncryption' },
    ])
    expect((await judge(await read(leaf, middle, root), onPrem)).weak).toEqual([])
  })
})

describe('the device', () => {
  const identrust = {
    subject: 'CN=IdenTrust Commercial Root CA 1',
    sha256: IDENTRUST_COMMERCIAL,
    from: 'public',
  } as const

  test.each([
    ['holds the root in its trust pool', { trustpool: { identrust: true } }, 'yes', 'trustpool', false],
    [
      'holds the old root only',
      { trustpool: { identrust: false, quovadis: true }, certificates: [] },
      'no',
      '',
      true,
    ],
    [
      'holds the old root, trustpoints not seen',
      { trustpool: { identrust: false, quovadis: true } },
      'unknown',
      '',
      true,
    ],
    [
      'has only the trustpoints every device has',
      { trustpool: { identrust: false, quovadis: false }, trustpoints: [{ name: 'SLA-TrustPoint' }] },
      'no',
      '',
      false,
    ],
    ['says nothing', {}, 'unknown', '', false],
  ] as const)('%s', (_, store, holds, where, quovadisOnly) => {
    expect(judgeDevice([], [], identrust, store)).toMatchObject({ holds, where, quovadisOnly })
  })

  test('holds a private root, or an issuer of the path, in a trustpoint', async () => {
    const chain = await read(leaf, middle, root)
    for (const [held, name] of [
      [root, 'Company Root'],
      [middle, 'Company Issuing'],
    ] as const) {
      const serial = new X509Certificate(held.der).serialNumber.toLowerCase()
      const certificates = [
        { trustpoint: 'LicRoot', kind: 'ca', subject: `cn=${name}`, serial: `00${serial}` },
      ]
      const judged = await judge(chain, { ...onPrem, store: { certificates } })
      expect(judged.device).toMatchObject({ holds: 'yes', where: 'LicRoot' })
    }
    const other = [{ trustpoint: 'LicRoot', kind: 'ca', subject: 'cn=Company Root', serial: '01' }]
    expect((await judge(chain, { ...onPrem, store: { certificates: other } })).device.holds).toBe('unknown')
    const empty = { certificates: other, trustpool: { certificates: 0 } }
    expect((await judge(chain, { ...onPrem, store: empty })).device.holds).toBe('no')
  })

  test('holds an authority by the name of a root that was not served', async () => {
    const certificates = [
      { trustpoint: 'LicRoot', kind: 'ca', subject: 'o=Company, cn=Left Out', serial: '01' },
    ]
    const away = await make({ cn: 'Left Out', organisation: 'Company', ca: true })
    const chain = await read(await make({ cn: 'a', issuer: away }))
    const { device } = await judge(chain, { ...onPrem, store: { certificates } })
    expect(device).toMatchObject({
      holds: 'yes',
      where: 'LicRoot',
      reason: expect.stringMatching(/of that name/),
    })
  })

  test("has Cisco's licensing root as SLA-TrustPoint", () => {
    const needed = {
      subject: 'O=Cisco, CN=Cisco Licensing Root CA',
      serial: '01',
      sha256: CISCO_LICENSING,
      from: 'cisco',
    } as const
    const store = { trustpoints: [{ name: 'SLA-TrustPoint', has_certificate: true }] }
    expect(judgeDevice([], [], needed, store)).toMatchObject({ holds: 'yes', where: 'SLA-TrustPoint' })
  })
})
