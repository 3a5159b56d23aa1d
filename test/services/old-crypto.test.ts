// Servers that speak only the algorithms of old devices: the mismatch is named, and the flag mends it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, check, checkTargets, QUICK } from './cli.ts'
import { type KeyPair, makeKey, startAgent } from './keys.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

const device = 'nx-classic-direct'
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
      device,
      hostKey: 'rsa',
      authorized: [user.public],
      config,
    })
    const args = ['--identity', user.file, ...QUICK]
    try {
      return await Promise.all([
        check(server, { args }),
        check(server, { args: [...args, '--legacy-crypto'] }),
      ])
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

  test('T3 a host key of type ssh-dss', async () => {
    const server = await startSshd({
      device,
      hostKey: 'dsa',
      authorized: [user.public],
      config: ['HostKeyAlgorithms ssh-dss'],
    })
    const args = ['--identity', user.file, ...QUICK]
    try {
      const without = await check(server, { args })
      expect(without.problem?.kind).toBe('algorithm-mismatch')
      expect(without.problem?.message).toContain('ssh-dss')
      expectRead(await check(server, { args: [...args, '--legacy-crypto'] }))
    } finally {
      await server.stop()
    }
  })

  test('T3 for one device of an inventory, and told of it alone', async () => {
    const authorized = [user.public]
    const old = await startSshd({ device, hostKey: 'rsa', authorized, config: [SHA1_KEX, CBC] })
    const young = await startSshd({ device, authorized })
    try {
      const host = ({ address, port, user }: Sshd, more = ''): string =>
        `{ host: ${address}, port: ${port}, username: ${user}${more} }`
      const inventory = `hosts: { old: ${host(old, ', legacy_crypto: true')}, young: ${host(young)} }`
      const result = await checkTargets(['@devices.yaml'], {
        files: { 'devices.yaml': inventory },
        knownHosts: `${old.knownHosts}${young.knownHosts}`,
        args: ['--identity', user.file, ...QUICK],
      })
      expectRead(result, 2)
      expect(result.stdout).toContain('old: old SSH algorithms were allowed')
      expect(result.stdout).not.toContain('young: old SSH')
    } finally {
      for (const server of [old, young]) await server.stop()
    }
  })

  test.each([
    ['from a file', (key: KeyPair) => ['--identity', key.file]],
    ['from an agent', () => ['--agent']],
  ])(
    'T20 an RSA key %s signs with SHA-2 where the server can, old algorithms allowed or not',
    async (_way, login) => {
      const server = await startSshd({
        device,
        authorized: [user.public],
        config: ['PubkeyAcceptedAlgorithms rsa-sha2-256,rsa-sha2-512'],
      })
      const agent = startAgent(dir, [user.file])
      try {
        const args = [...login(user), ...QUICK]
        const env = { SSH_AUTH_SOCK: agent.socket }
        const both = [args, [...args, '--legacy-crypto']].map(given => check(server, { args: given, env }))
        for (const result of await Promise.all(both)) expectRead(result)
        expect(count(server.log(), /Accepted publickey/)).toBe(2)
        expect(server.log()).not.toContain('Failed')
      } finally {
        agent.stop()
        await server.stop()
      }
    },
  )
})
