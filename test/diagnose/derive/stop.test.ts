// The hop that the failure texts of the device speak of.
import { describe, expect, test } from 'vitest'
import { newestStop, stopIn } from '../../../src/diagnose/derive/stop.ts'
import { derived } from '../sample.ts'

describe('a text', () => {
  test.each([
    ['Unable to resolve server hostname/domain name', 'dns'],
    ['call_home_http_resp_data(), httpc response error, Host name resolution failed', 'dns'],
    ['Communication transport not available.', 'profile'],
    ['Fail to send out Call Home HTTP message(fail to establish IPC connect with call-home)', 'profile'],
    ['Fail to parse response data from SCH server', 'url'],
    ['Received empty response from server', 'url'],
    ['SL_MESSAGE_FAILED: Fail to send out Smart Licensing message to: https://x/ (ERR 207 : Connection time out)', 'tcp'],
    ['Cannot establish secure connection because server TLS cert cannot be validated', 'tls'],
    ['CERTIFICATE_INVALID_UNAUTHORIZED: Certificate chain validation has failed.', 'tls'],
    ['CRL_FETCH_FAIL: CRL fetch for trustpoint SLA-TrustPoint failed Reason : Failed to select socket. Timeout : 5 (Connection timed out)', 'crl'],
    ['{"timestamp":["The device date \'1526135268653\' is offset beyond the allowed tolerance limit."]}', 'clock'],
    ['CERTIFICATE_INVALID_NOT_YET_VALID: Certificate chain validation has failed. The certificate (SN: 01) is not yet valid.', 'clock'],
  ])('%s names %s', (text, hop) => expect(stopIn(text)?.hop).toBe(hop)) // biome-ignore format: one glance

  test.each([
    'Fail to send out Call Home HTTP message',
    'Fail to send out Smart Licensing message to: https://x/ (ERR 205 : Request Aborted)',
    'Waiting for reply',
    'NO REPLY',
    'CRL_FETCH_FAIL: CRL fetch for trustpoint DNAC-CA failed',
    'Product Already Registered',
  ])('%s names none', text => expect(stopIn(text)).toBeUndefined())
})

test('the reason of the last try comes before the log, of the log the newest line', () => {
  const log = ['A: Unable to resolve server hostname', 'B: (ERR 207 : Connection time out)', 'C: something']
  expect(newestStop(['server TLS cert cannot be validated'], log)?.hop).toBe('tls')
  expect(newestStop(['Waiting for reply'], log)).toMatchObject({
    hop: 'tcp',
    words: 'ERR 207 : Connection time out',
  })
  expect(newestStop([], [])).toBeUndefined()
})

describe('derived.first_broken_hop', () => {
  const license = (reason: string, outcome = 'failed') => ({
    generation: 'classic',
    registration: { status: 'registered' },
    authorization: { last_attempt: { outcome, at: '' }, failure_reason: reason },
  })
  const hop = (facts: Record<string, unknown>) => derived(facts).facts.derived?.first_broken_hop

  test('is known from the reason alone', () => {
    expect(hop({ license: license('Unable to resolve server hostname') })).toBe('dns')
  })

  test('needs the log where the reason names no hop', () => {
    expect(hop({ license: license('Waiting for reply') })).toBeUndefined()
    expect(hop({ license: license('Waiting for reply'), log: { events: [] } })).toBe('')
  })

  test('is none while nothing fails', () => {
    expect(hop({ license: license('', 'succeeded') })).toBe('')
  })
})
