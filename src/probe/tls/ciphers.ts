// The cipher suites a device's HTTP client is limited to, as OpenSSL names them.
import { getCiphers } from 'node:tls'

/**
 * Keywords of `ip http client secure-ciphersuite` on IOS XE. One with "sha2" stands for both key lengths (Cisco Unified Border
 * Element guide, `secure-ciphersuite`).
 */
const SUITES: Readonly<Record<string, readonly string[]>> = {
  '3des-ede-cbc-sha': ['DES-CBC3-SHA'],
  'des-cbc-sha': ['DES-CBC-SHA'],
  'rc4-128-md5': ['RC4-MD5'],
  'rc4-128-sha': ['RC4-SHA'],
  'aes-128-cbc-sha': ['AES128-SHA'],
  'aes-256-cbc-sha': ['AES256-SHA'],
  'dhe-aes-128-cbc-sha': ['DHE-RSA-AES128-SHA'],
  'dhe-aes-256-cbc-sha': ['DHE-RSA-AES256-SHA'],
  'ecdhe-rsa-3des-ede-cbc-sha': ['ECDHE-RSA-DES-CBC3-SHA'],
  'ecdhe-rsa-aes-128-cbc-sha': ['ECDHE-RSA-AES128-SHA'],
  'ecdhe-rsa-aes-256-cbc-sha': ['ECDHE-RSA-AES256-SHA'],
  'rsa-aes-cbc-sha2': ['AES128-SHA256', 'AES256-SHA256'],
  'rsa-aes-gcm-sha2': ['AES128-GCM-SHA256', 'AES256-GCM-SHA384'],
  'dhe-aes-cbc-sha2': ['DHE-RSA-AES128-SHA256', 'DHE-RSA-AES256-SHA256'],
  'dhe-aes-gcm-sha2': ['DHE-RSA-AES128-GCM-SHA256', 'DHE-RSA-AES256-GCM-SHA384'],
  'ecdhe-rsa-aes-cbc-sha2': ['ECDHE-RSA-AES128-SHA256', 'ECDHE-RSA-AES256-SHA384'],
  'ecdhe-rsa-aes-gcm-sha2': ['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384'],
  'ecdhe-ecdsa-aes-gcm-sha2': ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  'tls13-aes128-gcm-sha256': ['TLS_AES_128_GCM_SHA256'],
  'tls13-aes256-gcm-sha384': ['TLS_AES_256_GCM_SHA384'],
  'tls13-chacha20-poly1305-sha256': ['TLS_CHACHA20_POLY1305_SHA256'],
}

export interface DeviceCiphers {
  /** OpenSSL list for an offer; missing when nothing is configured, or nothing of it can be offered from here. */
  readonly ciphers?: string
  /** Keywords nobody knows here, or that this computer's OpenSSL no longer has: the device offers more than the probe. */
  readonly leftOut: readonly string[]
}

/** `configured` is `http_client.ciphersuites`: keywords with blanks between them, '' when the device is not limited. */
export function deviceCiphers(configured: string): DeviceCiphers {
  const words = configured
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '')
  const known = new Set(getCiphers())
  const names: string[] = []
  const leftOut: string[] = []
  for (const word of words) {
    const usable = (Object.hasOwn(SUITES, word) ? (SUITES[word] ?? []) : []).filter(name =>
      known.has(name.toLowerCase()),
    )
    if (usable.length === 0) leftOut.push(word.slice(0, 60))
    names.push(...usable)
  }
  return names.length === 0 ? { leftOut } : { ciphers: [...new Set(names)].join(':'), leftOut }
}
