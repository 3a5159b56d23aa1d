// Revocation lists from bytes: every verdict, both encodings, and lists of any size.
import * as asn1js from 'asn1js'
import { Extension, IssuingDistributionPoint } from 'pkijs'
import { beforeAll, describe, expect, test } from 'vitest'
import { elementAt, elementsIn, wrap } from '../../../src/probe/crl/der.ts'
import { judgeList } from '../../../src/probe/crl/judge-list.ts'
import { readList } from '../../../src/probe/crl/list.ts'
import { type Made, make, pem } from '../tls/certificates.ts'
import { makeList } from './lists.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
let ca: Made
let leaf: Made

beforeAll(async () => {
  ca = await make({ cn: 'Test CA', ca: true })
  leaf = await make({ cn: 'server', issuer: ca, serial: '00c0ffee' })
})

function judge(body: Buffer, type = 'application/pkix-crl', issuer: Made | undefined = ca) {
  const subject = { certificate: leaf.certificate, issuer: issuer?.certificate }
  return judgeList(body, type, subject, now)
}

describe('a revocation list', () => {
  test('is good', async () => {
    const other = await make({ cn: 'other', issuer: ca })
    expect(await judge(await makeList({ issuer: ca, revoked: [{ certificate: other }] }))).toEqual({
      outcome: 'good',
      detail: 'not among 1 revoked certificates',
      issuer: 'CN=Test CA',
      entries: 1,
      thisUpdate: '2025-12-01T00:00:00.000Z',
      nextUpdate: '2026-02-01T00:00:00.000Z',
    })
  })

  test('is good without entries, without an end, and as PEM', async () => {
    const list = await makeList({ issuer: ca, until: undefined })
    expect(await judge(list)).toMatchObject({ outcome: 'good', entries: 0 })
    expect(await judge(Buffer.from(`text before\n${pem('X509 CRL', list)}`), 'text/plain')).toMatchObject({
      outcome: 'good',
    })
  })

  test('names the certificate, with date and reason', async () => {
    const revoked = [{ certificate: leaf, at: '2025-10-10T10:10:10Z', reason: 1 }]
    expect(await judge(await makeList({ issuer: ca, revoked }))).toMatchObject({
      outcome: 'revoked',
      reason: 'keyCompromise',
      revokedAt: '2025-10-10T10:10:10.000Z',
    })
    expect(await judge(await makeList({ issuer: ca, revoked: [{ certificate: leaf }] }))).toMatchObject({
      outcome: 'revoked',
      reason: 'unspecified',
    })
  })

  test('names it though the list is old', async () => {
    const list = await makeList({
      issuer: ca,
      revoked: [{ certificate: leaf }],
      until: '2025-12-02T00:00:00Z',
    })
    expect(await judge(list)).toMatchObject({ outcome: 'revoked' })
  })

  test.each([
    ['stale', { until: '2025-12-31T00:00:00Z' }],
    ['not-yet-valid', { from: '2026-01-02T00:00:00Z' }],
  ] as const)('is %s', async (outcome, times) => {
    expect(await judge(await makeList({ issuer: ca, ...times }))).toMatchObject({ outcome })
  })

  test('is signed by another key', async () => {
    const impostor = await make({ cn: 'Test CA', ca: true })
    expect(await judge(await makeList({ issuer: ca, signer: impostor }))).toMatchObject({
      outcome: 'bad-signature',
    })
  })

  test('was changed after it was signed', async () => {
    const list = await makeList({ issuer: ca, revoked: [{ certificate: leaf }] })
    const at = list.indexOf(Buffer.from('c0ffee', 'hex'))
    list[at + 2] = 0xef
    expect(await judge(list)).toMatchObject({ outcome: 'bad-signature' })
  })

  test('is of another authority', async () => {
    const other = await make({ cn: 'Other CA', ca: true })
    expect(await judge(await makeList({ issuer: other }))).toMatchObject({
      outcome: 'wrong-issuer',
      issuer: 'CN=Other CA',
    })
  })

  test('cannot be verified without the issuer', async () => {
    const subject = { certificate: leaf.certificate, issuer: undefined }
    expect(await judgeList(await makeList({ issuer: ca }), '', subject, now)).toMatchObject({
      outcome: 'unverified',
    })
  })

  test.each([
    ['authorities only', new IssuingDistributionPoint({ onlyContainsCACerts: true })],
    ['an indirect list', new IssuingDistributionPoint({ indirectCRL: true })],
  ])('covers others: %s', async (_, point) => {
    const extension = new Extension({
      extnID: '2.5.29.28',
      critical: true,
      extnValue: point.toSchema().toBER(false),
    })
    const list = await makeList({ issuer: ca, extensions: [extension] })
    expect(await judge(list)).toMatchObject({ outcome: 'not-covering' })
  })

  test('is a delta', async () => {
    const extnValue = new asn1js.Integer({ value: 1 }).toBER(false)
    const extension = new Extension({ extnID: '2.5.29.27', critical: true, extnValue })
    expect(await judge(await makeList({ issuer: ca, extensions: [extension] }))).toMatchObject({
      outcome: 'not-covering',
    })
  })

  test.each([
    ['html-answer', '<!DOCTYPE html><html>portal</html>', 'text/html'],
    ['html-answer', 'Please log in', 'text/html; charset=utf-8'],
    ['html-answer', '\r\n <HTML>', 'application/octet-stream'],
    ['malformed', '', ''],
    ['malformed', 'gone', 'text/plain'],
    ['malformed', '0\x03\x02\x01\x05', ''],
    ['malformed', '-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n', ''],
    ['malformed', '-----BEGIN X509 CRL-----\nMIIB', ''],
  ] as const)('is none: %s', async (outcome, text, type) => {
    expect(await judge(Buffer.from(text, 'latin1'), type)).toMatchObject({ outcome })
  })

  test('a certificate is no list', async () => {
    expect(await judge(leaf.der)).toMatchObject({ outcome: 'malformed' })
  })
})

describe('a large list', () => {
  test('is read past the limits of the ASN.1 library', async () => {
    const small = await makeList({ issuer: ca, revoked: [{ certificate: leaf }] })
    const large = enlarge(small, 150_000)
    const read = await readList(large, '0000C0FFEE')
    expect(read?.entries).toBe(150_001)
    expect(read?.entry?.revocationDate.value.toISOString()).toBe('2025-11-11T00:00:00.000Z')
    expect((await readList(large, 'C0FFEF'))?.entry).toBeUndefined()
    expect((await readList(large, '0102030405'))?.entry).toBeDefined()
    // The signature is over the bytes as they came.
    expect(await judge(large)).toMatchObject({ outcome: 'bad-signature', entries: 150_001 })
  })
})

/** Puts entries in front of those of a list; the signature no longer fits. */
function enlarge(list: Buffer, count: number): Buffer {
  const outer = elementAt(list, 0, list.length)
  const [tbs, ...rest] = outer === undefined ? [] : (elementsIn(list, outer, 3) ?? [])
  const parts = tbs === undefined ? [] : (elementsIn(list, tbs, 8) ?? [])
  const bytes = (part: { start: number; end: number }): Buffer => list.subarray(part.start, part.end)
  const entry = Buffer.from('301602050102030405170d3235313131333030303030305a', 'hex')
  const head = parts.slice(0, 5)
  const entries = parts[5]
  if (entries === undefined) throw new Error('the list has no entries')
  const body = list.subarray(entries.content, entries.end)
  const many = wrap(0x30, Buffer.concat(Array.from({ length: count }, () => entry)), body)
  return wrap(0x30, wrap(0x30, ...head.map(bytes), many), ...rest.map(bytes))
}
