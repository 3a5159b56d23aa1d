// Logging in with the keys an SSH agent holds: one of several, more than the server has patience for, none.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, check, checkTargets, QUICK } from './cli.ts'
import { type KeyPair, makeKey, startAgent } from './keys.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

services('an agent', () => {
  let dir: string
  let right: Record<'ed25519' | 'rsa' | 'ecdsa', KeyPair>
  let strangers: KeyPair[]
  let server: Sshd
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    right = {
      ed25519: makeKey(dir, 'ed25519', 'ed25519'),
      rsa: makeKey(dir, 'rsa', 'rsa'),
      ecdsa: makeKey(dir, 'ecdsa', 'ecdsa'),
    }
    strangers = Array.from({ length: 7 }, (_, i) => makeKey(dir, `stranger-${i}`))
    server = await startSshd({
      device: 'nx-classic-direct',
      authorized: Object.values(right).map(key => key.public),
    })
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  async function withAgent(keys: readonly KeyPair[], args: readonly string[] = []): Promise<Checked> {
    const agent = startAgent(
      dir,
      keys.map(key => key.file),
    )
    try {
      return await check(server, {
        args: ['--agent', ...QUICK, ...args],
        env: { SSH_AUTH_SOCK: agent.socket },
      })
    } finally {
      agent.stop()
    }
  }

  test.each(['ed25519', 'rsa', 'ecdsa'] as const)(
    'T13 the right one of several keys is found: %s',
    async type => {
      expectRead(await withAgent([...strangers.slice(0, 3), right[type]]))
    },
  )

  test('T13 more wrong keys than the server has patience for: one connection, and the reason', async () => {
    const before = server.log().length
    const result = await withAgent([...strangers, right.ed25519])
    const said = server.log().slice(before)
    expect(count(said, /Connection from/)).toBe(1)
    expect(result.code).toBe(3)
    expect(result.problem?.kind).toBe('auth-failed')
    expect(result.problem?.message).toContain('too many tries')
    expect(result.problem?.message).toContain('--identity')
  })

  test('T13 the key named by --identity goes first, however many the agent holds', async () => {
    expectRead(await withAgent(strangers, ['--identity', right.ed25519.file]))
  })

  test('T13 none of its keys is known: refused once', async () => {
    const before = server.log().length
    const result = await withAgent(strangers.slice(0, 2))
    expect(result.problem?.kind).toBe('auth-failed')
    expect(result.problem?.message).toContain('publickey')
    expect(count(server.log().slice(before), /Connection from/)).toBe(1)
  })

  test('T6 it holds no key', async () => {
    const result = await withAgent([])
    expect(result.code).toBe(3)
    expect(result.problem?.kind).toMatch(/^auth-/)
    expect(result.problem?.message).toMatch(/agent/)
  })

  test('T6 it is gone', async () => {
    const result = await check(server, {
      args: ['--agent', ...QUICK],
      env: { SSH_AUTH_SOCK: join(dir, 'no-such.sock') },
    })
    expect(result.code).toBe(3)
    expect(result.problem?.kind ?? result.stderr).toMatch(/auth-key|agent/)
  })

  test.each([
    ['a key file that is locked', 'ed25519', ''],
    ['the public half alone', 'rsa.pub', ''],
    ['IdentitiesOnly', 'ed25519', '  IdentitiesOnly yes\n'],
  ])('T13 T18 the key the SSH configuration names is offered first: %s', async (_way, name, more) => {
    const locked = join(dir, `locked-${name}`)
    // The key file cannot be opened; its public half and the agent can.
    const file = name.endsWith('.pub') ? join(dir, name) : locked
    if (file === locked) {
      copyFileSync(join(dir, name), locked)
      copyFileSync(`${join(dir, name)}.pub`, `${locked}.pub`)
      execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'correct horse 42', '-f', locked])
    }
    const before = server.log().length
    const agent = startAgent(
      dir,
      [...strangers, right.ed25519, right.rsa].map(key => key.file),
    )
    try {
      const { address, port, user } = server
      const result = await checkTargets(['leaf'], {
        files: {
          config: `Host leaf\n  HostName ${address}\n  Port ${port}\n  User ${user}\n  IdentityFile ${file}\n${more}`,
        },
        knownHosts: server.knownHosts,
        args: ['--agent', '--ssh-config', 'DIR/config', ...QUICK],
        env: { SSH_AUTH_SOCK: agent.socket },
      })
      expectRead(result)
      expect(count(server.log().slice(before), /Failed publickey/)).toBe(0)
    } finally {
      agent.stop()
    }
  })

  test('T13 T18 IdentitiesOnly keeps the other keys of the agent at home', async () => {
    const before = server.log().length
    const agent = startAgent(
      dir,
      [...strangers.slice(0, 2), right.ed25519].map(key => key.file),
    )
    try {
      const { address, port, user } = server
      const identity = `  IdentityFile ${strangers[0]?.file}.pub\n  IdentitiesOnly yes\n`
      const result = await checkTargets(['leaf'], {
        files: { config: `Host leaf\n  HostName ${address}\n  Port ${port}\n  User ${user}\n${identity}` },
        knownHosts: server.knownHosts,
        args: ['--agent', '--ssh-config', 'DIR/config', ...QUICK],
        env: { SSH_AUTH_SOCK: agent.socket },
      })
      expect(result.problem?.kind).toBe('auth-failed')
      expect(server.log().slice(before)).not.toContain('Accepted')
    } finally {
      agent.stop()
    }
  })
})
