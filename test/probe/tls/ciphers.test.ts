// Keywords of a device's configuration become an offer.
import { expect, test } from 'vitest'
import { deviceCiphers } from '../../../src/probe/tls/ciphers.ts'
import { handshake } from '../../../src/probe/tls/handshake.ts'
import { make } from './certificates.ts'
import { tlsServer } from './servers.ts'

test.each([
  ['', undefined, []],
  ['aes-128-cbc-sha', 'AES128-SHA', []],
  [
    'ecdhe-rsa-aes-gcm-sha2  RSA-AES-GCM-SHA2',
    'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES128-GCM-SHA256:AES256-GCM-SHA384',
    [],
  ],
  ['another aes-256-cbc-sha no-such-thing', 'AES256-SHA', ['another', 'no-such-thing']],
  ['constructor toString', undefined, ['constructor', 'tostring']],
] as const)('%j', (configured, ciphers, leftOut) => {
  expect(deviceCiphers(configured)).toEqual({ ...(ciphers === undefined ? {} : { ciphers }), leftOut })
})

test('every keyword that can be offered is an offer a server may take', async () => {
  const rsa = await make({ cn: 'a', rsaBits: 2048 })
  const target = await tlsServer({
    cert: rsa.pem,
    key: rsa.keyPem,
    ciphers: 'ALL:@SECLEVEL=0',
    dhparam: 'auto',
  })
  for (const word of ['aes-128-cbc-sha', 'rsa-aes-cbc-sha2', 'dhe-aes-gcm-sha2', 'ecdhe-rsa-aes-cbc-sha2']) {
    const { ciphers } = deviceCiphers(word)
    expect(ciphers).toBeDefined()
    const probe = await handshake(target, { serverName: 'a', ciphers: ciphers ?? '' }, { timeoutMs: 10_000 })
    expect(probe).toMatchObject({ outcome: 'ok', protocol: 'TLSv1.2' })
    expect(ciphers?.split(':')).toContain(probe.cipher)
  }
})
