// Logging in to OpenSSH: keys, agent, passwords through PAM, and refusals that are tried once only.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, check } from './cli.ts'
import { type Agent, type KeyPair, type KeyType, makeKey, startAgent } from './keys.ts'
import { pamMissing } from './pam.ts'
import { type Sshd, startSshd } from './sshd.ts'

const PASSPHRASE = 'correct horse 42'
const PASSWORD = 'battery-staple-17'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function expectRead(result: Checked): void {
  expect(result.problem, result.stderr).toBeUndefined()
  expect(result.device.captures.find(capture => capture.command === 'show license all')?.status).toBe('ok')
}

services('with a key', () => {
  const plain = new Map<KeyType, KeyPair>()
  let locked: KeyPair
  let stranger: KeyPair
  let agent: Agent
  let server: Sshd
  const accepted = (): string[] => server.log().match(/Accepted \S+ for/g) ?? []

  beforeAll(async () => {
    for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) plain.set(type, makeKey(dir, type, type))
    locked = makeKey(dir, 'locked', 'ed25519', PASSPHRASE)
    stranger = makeKey(dir, 'stranger')
    agent = startAgent(dir, [stranger.file, plain.get('rsa')?.file ?? ''])
    server = await startSshd({ authorized: [...plain.values(), locked].map(key => key.public) })
  })
  afterAll(async () => {
    agent?.stop()
    await server?.stop()
  })

  test.each(['ed25519', 'ecdsa', 'rsa'] as const)('%s', async type => {
    const before = accepted().length
    const result = await check(server, { args: ['--identity', plain.get(type)?.file ?? ''] })
    expectRead(result)
    expect(accepted().slice(before)).toEqual(['Accepted publickey for'])
  })

  test('an encrypted key opens with the passphrase from the environment', async () => {
    const result = await check(server, {
      args: ['--identity', locked.file],
      env: { SMARTLIC_KEY_PASSPHRASE: PASSPHRASE },
    })
    expectRead(result)
    expect(result.stdout + result.stderr).not.toContain(PASSPHRASE)
  })

  test('a missing or wrong passphrase is told before any device is called', async () => {
    const before = server.log()
    const without = await check(server, { args: ['--identity', locked.file] })
    const wrong = await check(server, {
      args: ['--identity', locked.file],
      env: { SMARTLIC_KEY_PASSPHRASE: 'not the passphrase' },
    })
    expect([without.code, wrong.code]).toEqual([3, 3])
    expect(without.stderr).toContain('SMARTLIC_KEY_PASSPHRASE')
    expect(wrong.stderr).toContain('passphrase does not open')
    expect(wrong.stderr).not.toContain('not the passphrase')
    expect(server.log()).toBe(before)
  })

  test('an agent: the right one of its keys is found', async () => {
    const result = await check(server, { args: ['--agent'], env: { SSH_AUTH_SOCK: agent.socket } })
    expectRead(result)
  })

  test('an agent that is gone', async () => {
    const result = await check(server, {
      args: ['--agent'],
      env: { SSH_AUTH_SOCK: join(dir, 'no-such.sock') },
    })
    expect(result.code).toBe(3)
    expect(result.problem?.kind ?? result.stderr).toMatch(/auth-key|agent/)
  })

  test('a key the server does not know: refused once, with what it offers', async () => {
    const before = server.log().length
    const result = await check(server, { args: ['--identity', stranger.file] })
    expect(result.code).toBe(3)
    expect(result.problem?.kind).toBe('auth-failed')
    expect(result.problem?.message).toContain('publickey')
    expect(
      server
        .log()
        .slice(before)
        .match(/Connection from/g),
    ).toHaveLength(1)
    expect(server.log().slice(before)).not.toContain('Accepted')
  })

  test('a password where only keys are taken: it is never sent', async () => {
    const before = server.log().length
    const result = await check(server, { env: { SMARTLIC_PASSWORD: PASSWORD } })
    expect(result.problem?.kind).toBe('auth-failed')
    expect(result.problem?.message).toContain('publickey')
    expect(server.log().slice(before)).not.toMatch(/Failed (password|keyboard)/)
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
        server = await startSshd({ password: PASSWORD, config })
      })
      afterAll(async () => await server?.stop())

      test('the right one', async () => {
        const result = await check(server, { env: { SMARTLIC_PASSWORD: PASSWORD } })
        expectRead(result)
        expect(server.log()).toContain(`Accepted ${method === 'password' ? method : `${method}/pam`} for`)
        expect(result.stdout + result.stderr).not.toContain(PASSWORD)
      })

      test('a wrong one is sent once: accounts lock', async () => {
        const before = server.log().length
        const result = await check(server, { env: { SMARTLIC_PASSWORD: 'wrong-password-9' } })
        expect(result.code).toBe(3)
        expect(result.problem?.kind).toBe('auth-failed')
        expect(result.stdout + result.stderr).not.toContain('wrong-password-9')
        const said = server.log().slice(before)
        expect(said.match(/Connection from/g)).toHaveLength(1)
        expect(said.match(/Failed (?:password|keyboard-interactive)\S* for/g)).toHaveLength(1)
      })
    })

    test('a key and a password, one after the other, when the server wants both', async () => {
      const key = makeKey(dir, 'both')
      const server = await startSshd({
        password: PASSWORD,
        authorized: [key.public],
        config: ['AuthenticationMethods publickey,keyboard-interactive'],
      })
      try {
        const result = await check(server, {
          args: ['--identity', key.file],
          env: { SMARTLIC_PASSWORD: PASSWORD },
        })
        expectRead(result)
      } finally {
        await server.stop()
      }
    })
  },
  pamMissing(),
)
