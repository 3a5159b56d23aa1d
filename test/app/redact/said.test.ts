// The tool's own sentences stay whole; what they quote, and what nobody wrote for a person, is masked.
import { describe, expect, test } from 'vitest'
import { saidWithoutSecrets } from '../../../src/app/redact/said.ts'
import { remember } from '../../../src/inventory/known-secrets.ts'

describe('a sentence of the tool', () => {
  const said = (text: string): string => saidWithoutSecrets(text, { own: true })

  test.each([
    'the passphrase does not open /home/ops/key; give the right one in SMARTLIC_KEY_PASSPHRASE',
    'the secret has more than one line; keep nothing but the secret there',
    'there is no way to log in: set SMARTLIC_PASSWORD, or use --password-file',
  ])('%s', text => expect(said(text)).toBe(text))

  test('quotes a device without its secrets', () => {
    expect(said('it said "username ops password 0 Xk3vQ9" and hung up')).toBe(
      'it said "username ops password 0 <password hidden>" and hung up',
    )
  })

  test("has none of the run's own secrets, and no password of a URL", () => {
    remember('b7-Kq-zz91')
    expect(said('cannot reach https://ops:Wq7Xr2Lk@px/; b7-Kq-zz91 was typed')).toBe(
      'cannot reach https://ops:<hidden>@px/; <password hidden> was typed',
    )
  })
})

test('anything else is masked as a text of a device is', () => {
  expect(saidWithoutSecrets('username ops password 0 Xk3vQ9')).toBe(
    'username ops password 0 <password hidden>',
  )
})
