// Servers that speak only the algorithms of old devices: the mismatch is named, and the flag mends it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, check, QUICK } from './cli.ts'
import { type KeyPair, makeKey } from './keys.ts'
import { startSshd } from './sshd.ts'

const SHA1_KEX = 'KexAlgorithms diffie-hellman-group14-sha1'
const RSA_SHA1 = 'HostKeyAlgorithms ssh-rsa'
const CBC = 'Ciphers aes128-cbc'

services('a server with old algorithms only', () => {
  let dir: string
  let user: KeyPair
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    user = makeKey(dir, 'user', 'rsa')
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  async function both(config: readonly string[]): Promise<[Checked, Checked]> {
    const server = await startSshd({
      device: 'nx-classic-direct',
      hostKey: 'rsa',
      authorized: [user.public],
      config,
    })
    const args = ['--identity', user.file, ...QUICK]
    try {
      return [await check(server, { args }), await check(server, { args: [...args, '--legacy-crypto'] })]
    } finally {
      await server.stop()
    }
  }

  test.each([
    ['key exchange', 'diffie-hellman-group14-sha1', [SHA1_KEX]],
    ['key exchange', 'diffie-hellman-group1-sha1', ['KexAlgorithms diffie-hellman-group1-sha1']],
    ['cipher', 'aes128-cbc', [CBC]],
    ['cipher', '3des-cbc', ['Ciphers 3des-cbc']],
    ['MAC', 'hmac-md5', ['Ciphers aes128-ctr', 'MACs hmac-md5']],
  ])('T3 %s: only %s', async (part, algorithm, config) => {
    const [without, legacy] = await both(config)
    expect(without.code).toBe(3)
    expect(without.problem?.kind).toBe('algorithm-mismatch')
    expect(without.problem?.message).toContain(`no ${part} algorithm in common`)
    expect(without.problem?.message).toContain(algorithm)
    expect(without.problem?.message).toContain('--legacy-crypto')
    // Markers of the protocol are no algorithms.
    expect(without.problem?.message).not.toMatch(/kex-strict|ext-info/)
    expect(legacy.problem, legacy.stderr).toBeUndefined()
    expect(legacy.device.captures.some(capture => capture.status === 'ok')).toBe(true)
  })

  test('T3 an IOS of 2010: everything old at once', async () => {
    const [without, legacy] = await both([SHA1_KEX, RSA_SHA1, CBC, 'MACs hmac-sha1'])
    expect(without.problem?.kind).toBe('algorithm-mismatch')
    expect(without.problem?.message).toContain('--legacy-crypto')
    expect(legacy.problem, legacy.stderr).toBeUndefined()
    expect(legacy.stdout + legacy.stderr).toMatch(/old SSH algorithms|legacy/)
  })

  test('T3 T6 nothing in common even so: the flag is not promised to help', async () => {
    const [without, legacy] = await both(['KexAlgorithms sntrup761x25519-sha512@openssh.com'])
    expect([without.problem?.kind, legacy.problem?.kind]).toEqual([
      'algorithm-mismatch',
      'algorithm-mismatch',
    ])
    expect(legacy.problem?.message).toContain('even with --legacy-crypto')
  })
})
