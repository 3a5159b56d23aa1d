// Logging in to OpenSSH with keys and passwords: what is tried, how often, and the words for a refusal.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, type CheckOptions, check, QUICK } from './cli.ts'
import { type KeyPair, type KeyType, makeKey } from './keys.ts'
import { moduleMissing, pamMissing } from './pam.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

const PASSPHRASE = 'correct horse 42'
const PASSWORD = 'battery-staple-17'
const device = 'nx-classic-direct'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Also what sshd said meanwhile. */
async function run(server: Sshd, options: CheckOptions): Promise<Checked & { said: string }> {
  const before = server.log().length
  const result = await check(server, { ...options, args: [...QUICK, ...(options.args ?? [])] })
  return Object.assign(result, { said: server.log().slice(before) })
}

services('with a key', () => {
  const plain = new Map<KeyType, KeyPair>()
  let locked: KeyPair
  let stranger: KeyPair
  let server: Sshd

  beforeAll(async () => {
    for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) plain.set(type, makeKey(dir, type, type))
    locked = makeKey(dir, 'locked', 'ed25519', PASSPHRASE)
    stranger = makeKey(dir, 'stranger')
    server = await startSshd({ device, authorized: [...plain.values(), locked].map(key => key.public) })
  })
  afterAll(async () => await server?.stop())

  test.each(['ed25519', 'ecdsa', 'rsa'] as const)('T13 %s', async type => {
    const result = await run(server, { args: ['--identity', plain.get(type)?.file ?? ''] })
    expectRead(result)
    expect(result.said.match(/Accepted \S+ for/g)).toEqual(['Accepted publickey for'])
  })

  test('T13 T15 an encrypted key opens with the passphrase from the environment', async () => {
    const env = { SMARTLIC_KEY_PASSPHRASE: PASSPHRASE }
    expectRead(await run(server, { args: ['--identity', locked.file], env }))
  })

  test('T13 a missing or wrong passphrase is told before any device is called', async () => {
    const args = ['--identity', locked.file]
    const without = await run(server, { args })
    const wrong = await run(server, { args, env: { SMARTLIC_KEY_PASSPHRASE: 'not the passphrase' } })
    expect([without.code, wrong.code]).toEqual([3, 3])
    expect(without.stderr).toContain('SMARTLIC_KEY_PASSPHRASE')
    expect(wrong.stderr).toContain('passphrase does not open')
    expect([without.said, wrong.said]).toEqual(['', ''])
  })

  test('T6 T7 a key the server does not know: refused once, with what it offers', async () => {
    const result = await run(server, { args: ['--identity', stranger.file] })
    expect(result.code).toBe(3)
    expect(result.problem?.kind).toBe('auth-failed')
    expect(result.problem?.message).toContain('publickey')
    expect(count(result.said, /Connection from/)).toBe(1)
    expect(result.said).not.toContain('Accepted')
  })

  test('T13 a password where only keys are taken: it is never sent', async () => {
    const result = await run(server, { env: { SMARTLIC_PASSWORD: PASSWORD } })
    expect(result.problem?.kind).toBe('auth-failed')
    expect(result.problem?.message).toContain('publickey')
    expect(result.said).not.toMatch(/Failed (password|keyboard)/)
  })
})

services(
  'with a password, through PAM',
  () => {
    describe.each([
      ['keyboard-interactive', ['PasswordAuthentication no']],
      ['password', ['KbdInteractiveAuthentication no']],
    ] as const)('by %s', (method, config) => {
      let server: Sshd
      beforeAll(async () => {
        server = await startSshd({ device, password: PASSWORD, config })
      })
      afterAll(async () => await server?.stop())

      test('T13 the right one', async () => {
        const result = await run(server, { env: { SMARTLIC_PASSWORD: PASSWORD } })
        expectRead(result)
        expect(result.said).toContain(`Accepted ${method === 'password' ? method : `${method}/pam`} for`)
      })

      test('T7 T16 a wrong one is sent once: accounts lock', async () => {
        const result = await run(server, { env: { SMARTLIC_PASSWORD: 'wrong-password-9' } })
        expect(result.code).toBe(3)
        expect(result.problem?.kind).toBe('auth-failed')
        expect(count(result.said, /Connection from/)).toBe(1)
        expect(count(result.said, /Failed (?:password|keyboard-interactive)\S* for/)).toBe(1)
      })
    })

    describe('where both methods are offered', () => {
      let server: Sshd
      beforeAll(async () => {
        server = await startSshd({ device, password: PASSWORD })
      })
      afterAll(async () => await server?.stop())

      test('T7 T13 a wrong password is sent by one of them only', async () => {
        const result = await run(server, { env: { SMARTLIC_PASSWORD: 'wrong-password-9' } })
        expect(result.problem?.kind).toBe('auth-failed')
        expect(count(result.said, /Failed (?:password|keyboard-interactive)\S* for/)).toBe(1)
      })

      test.each<[string, CheckOptions]>([
        ['standard input', { args: ['--password-stdin'], stdin: `${PASSWORD}\nanother line\n` }],
        ['a file', { args: ['--password-file', 'DIR/secret'], files: { secret: `${PASSWORD}\n` } }],
        ['a command', { args: ['--password-command', `printf %s ${PASSWORD}`] }],
        [
          'a named credential of an inventory',
          {
            args: ['-I', 'DIR/devices.yaml'],
            files: {
              'devices.yaml': [
                'credentials: { lab: { password_command: cat DIR/secret } }',
                'hosts: { leaf: { host: 127.0.0.1, credential: lab } }',
              ].join('\n'),
              secret: `${PASSWORD}\n`,
            },
          },
        ],
      ])('T15 T16 the password from %s', async (source, options) => {
        // The one device of the inventory takes the server's port from the command line.
        const target = source.startsWith('a named') ? ['-p', String(server.port), '-u', server.user] : []
        const args = [...(options.args ?? []), ...target]
        const result = await (target.length === 0
          ? run(server, { ...options, args })
          : check({ ...server, target: 'leaf' }, { ...options, args: [...QUICK, ...args] }))
        expectRead(result)
        expect(result.stdout + result.stderr).not.toContain(PASSWORD)
      })

      test('T15 a password file others can read is refused before any device is called', async () => {
        const result = await run(server, { args: ['--password-file', '/etc/passwd'] })
        expect(result.code).toBe(3)
        expect(result.stderr).toContain('chmod 600')
        expect(result.said).toBe('')
      })
    })

    test('T13 a key and a password, one after the other, when the server wants both', async () => {
      const key = makeKey(dir, 'both')
      const server = await startSshd({
        device,
        password: PASSWORD,
        authorized: [key.public],
        config: ['AuthenticationMethods publickey,keyboard-interactive'],
      })
      try {
        const env = { SMARTLIC_PASSWORD: PASSWORD }
        expectRead(await run(server, { args: ['--identity', key.file], env }))
      } finally {
        await server.stop()
      }
    })
  },
  pamMissing(),
)

services(
  'an account whose password has expired',
  () => {
    test('T17 the server asks for a new one: nothing is typed, and no other login is tried', async () => {
      const server = await startSshd({
        device,
        password: PASSWORD,
        pam: {
          account: 'account required pam_debug.so acct=new_authtok_reqd',
          // It asks, and changes nothing when it is answered.
          change: ['password required pam_stress.so expired'],
        },
        config: ['PasswordAuthentication no'],
      })
      try {
        const result = await run(server, { env: { SMARTLIC_PASSWORD: PASSWORD } })
        expect(result.code).toBe(3)
        expect(result.problem?.kind).toBe('password-expired')
        expect(count(result.said, /Connection from/)).toBe(1)
        expect(server.received()).toEqual([])
      } finally {
        await server.stop()
      }
    })
  },
  moduleMissing('pam_debug.so') ?? moduleMissing('pam_stress.so'),
)
