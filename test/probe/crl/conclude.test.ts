// What a device with each `revocation-check` line meets, from what was seen.
import { describe, expect, test } from 'vitest'
import type {
  CrlCheck,
  CrlOutcome,
  OcspCheck,
  OcspOutcome,
  RevocationProbe,
} from '../../../src/model/probe/crl.ts'
import { CRL_OUTCOMES, OCSP_OUTCOMES } from '../../../src/model/probe/crl.ts'
import { concludeRevocation } from '../../../src/probe/crl/conclude.ts'

const base = { subject: 'CN=a', serial: '01', bytes: 0, durationMs: 0 }

function crl(outcome: CrlOutcome, more: Partial<CrlCheck> = {}): CrlCheck {
  return { ...base, certificate: 0, url: 'http://crl/', outcome, detail: outcome, ...more }
}

function ocsp(outcome: OcspOutcome): OcspCheck {
  return { ...base, certificate: 0, url: 'http://ocsp/', outcome, detail: outcome }
}

function seen(lists: CrlCheck[], answers: OcspCheck[] = []): RevocationProbe {
  const places = [...new Set([...lists, ...answers].map(one => one.certificate))]
  const targets = places.map(certificate => ({
    certificate,
    subject: 'CN=a',
    crlUrls: lists.filter(one => one.certificate === certificate).map(one => one.url),
    ocspUrls: answers.filter(one => one.certificate === certificate).map(one => one.url),
  }))
  return { targets, crl: lists, ocsp: answers }
}

describe('a device', () => {
  test.each([
    ['good', ['crl'], 'accepted'],
    ['good', ['crl', 'none'], 'accepted'],
    ['revoked', ['crl'], 'refused'],
    ['revoked', ['crl', 'none'], 'refused'],
    ['revoked', ['none'], 'unchecked'],
    ['timed-out', ['crl'], 'refused'],
    ['timed-out', ['crl', 'none'], 'unchecked'],
    ['http-error', ['crl'], 'refused'],
    ['html-answer', ['crl', 'none'], 'unchecked'],
    ['stale', ['crl'], 'refused'],
    ['unsupported-scheme', ['crl'], 'unknown'],
    ['unsupported-scheme', ['crl', 'none'], 'unknown'],
    ['not-allowed', ['crl'], 'unknown'],
    ['unverified', ['crl'], 'unknown'],
  ] as const)('meets a list that is %s with %j: %s', (outcome, methods, verdict) => {
    expect(concludeRevocation(seen([crl(outcome)]), methods).verdict).toBe(verdict)
  })

  test.each([
    ['good', ['ocsp'], 'accepted'],
    ['revoked', ['ocsp', 'none'], 'refused'],
    ['unknown', ['ocsp'], 'refused'],
    ['try-later', ['ocsp', 'none'], 'unchecked'],
    ['bad-signature', ['ocsp', 'crl'], 'accepted'],
  ] as const)('meets a responder that is %s with %j: %s', (outcome, methods, verdict) => {
    expect(concludeRevocation(seen([crl('good')], [ocsp(outcome)]), methods).verdict).toBe(verdict)
  })

  test('takes the next place of a list when one fails', () => {
    expect(concludeRevocation(seen([crl('timed-out'), crl('good')]), ['crl'])).toMatchObject({
      verdict: 'accepted',
      waits: true,
    })
  })

  test('is told which certificate and URL decide', () => {
    const lists = [crl('good'), crl('refused', { certificate: 1, url: 'http://other/' })]
    expect(concludeRevocation(seen(lists), ['crl'])).toMatchObject({
      verdict: 'refused',
      revoked: false,
      certificate: 1,
      url: 'http://other/',
      reason: 'crl fails: refused',
    })
  })

  test('is told of a revocation before any failure', () => {
    const lists = [crl('timed-out'), crl('revoked', { certificate: 1 })]
    expect(concludeRevocation(seen(lists), ['crl'])).toMatchObject({
      revoked: true,
      certificate: 1,
      waits: true,
    })
  })

  test('may know another way when the certificate names no list, or one that was not asked', () => {
    const bare = { targets: [{ certificate: 0, subject: '', crlUrls: [], ocspUrls: [] }], crl: [], ocsp: [] }
    expect(concludeRevocation(bare, ['crl'])).toMatchObject({
      verdict: 'unknown',
      reason: 'crl fails: the certificate names no revocation list; the device may know another way',
    })
    expect(concludeRevocation(bare, ['crl', 'none']).verdict).toBe('unchecked')
    const notAsked = {
      ...bare,
      targets: [{ certificate: 0, subject: '', crlUrls: ['http://a/'], ocspUrls: [] }],
    }
    expect(concludeRevocation(notAsked, ['crl', 'none']).verdict).toBe('unknown')
  })

  test('has nothing to check on a path that is its own root', () => {
    expect(concludeRevocation({ targets: [], crl: [], ocsp: [] }, ['crl']).verdict).toBe('accepted')
  })

  test('finds a list over or not begun by its own clock', () => {
    const fresh = crl('good', { thisUpdate: '2025-12-01T00:00:00Z', nextUpdate: '2026-02-01T00:00:00Z' })
    const at = (iso: string) => concludeRevocation(seen([fresh]), ['crl'], { deviceMs: Date.parse(iso) })
    expect(at('2026-01-01T00:00:00Z').verdict).toBe('accepted')
    expect(at('2002-03-01T00:00:00Z')).toMatchObject({
      verdict: 'refused',
      reason: expect.stringMatching(/clock/),
    })
    expect(at('2027-01-01T00:00:00Z').verdict).toBe('refused')
  })

  test('that checks installed lists only is not decided by what is on the web', () => {
    const options = { installedListsOnly: true }
    expect(concludeRevocation(seen([crl('timed-out')]), ['crl'], options).verdict).toBe('unknown')
    expect(concludeRevocation(seen([crl('revoked')]), ['crl'], options)).toMatchObject({ revoked: true })
  })

  test('gets an answer for every outcome', () => {
    for (const methods of [['crl'], ['crl', 'none'], ['ocsp'], ['none'], []] as const) {
      for (const outcome of CRL_OUTCOMES) {
        expect(concludeRevocation(seen([crl(outcome)]), methods).reason).not.toBe('')
      }
      for (const outcome of OCSP_OUTCOMES) {
        expect(concludeRevocation(seen([], [ocsp(outcome)]), methods).reason).not.toBe('')
      }
    }
  })
})
