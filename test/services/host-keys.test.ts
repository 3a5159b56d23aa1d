// Host keys as OpenSSH writes and shows them: known, hashed, unknown, changed, revoked; nothing is trusted unasked.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, type CheckOptions, check, QUICK } from './cli.ts'
import { hashKnownHosts, type KeyPair, makeKey } from './keys.ts'
import { type Sshd, startSshd } from './sshd.ts'

services('the host key', () => {
  let dir: string
  let key: KeyPair
  let other: KeyPair
  let server: Sshd
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    key = makeKey(dir, 'user')
    other = makeKey(dir, 'other-host')
    server = await startSshd({ device: 'nx-classic-direct', authorized: [key.public] })
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  const name = (): string => `[127.0.0.1]:${server.port}`
  const run = (options: CheckOptions): Promise<Checked> =>
    check(server, { ...options, args: ['--identity', key.file, ...QUICK, ...(options.args ?? [])] })
  const accepted = (): number => server.log().match(/Accepted \S+ for/g)?.length ?? 0

  /** Refused before any credential was shown. */
  async function expectRefused(kind: string, options: CheckOptions): Promise<Checked> {
    const before = accepted()
    const result = await run(options)
    expect(result.problem?.kind, result.stderr).toBe(kind)
    expect(result.code).toBe(3)
    expect(accepted()).toBe(before)
    expect(server.log()).not.toMatch(/Failed \S+ for/)
    return result
  }

  test('T12 on record: read', async () => {
    const result = await run({})
    expect(result.problem, result.stderr).toBeUndefined()
    expect(result.knownHosts).toBe(server.knownHosts)
  })

  test('T12 on record under a hashed name', async () => {
    const before = accepted()
    const result = await run({
      prepare: file => hashKnownHosts(file),
      knownHosts: `# comment\n\nother.example.net ${other.public}\n${server.knownHosts}`,
    })
    expect(result.knownHosts).toMatch(/^\|1\|/m)
    expect(result.knownHosts).not.toContain(name())
    expect(result.problem, result.stderr).toBeUndefined()
    expect(accepted()).toBe(before + 1)
  })

  test('T12 unknown, and nobody to ask: refused, nothing stored, the line to add is shown', async () => {
    const result = await expectRefused('hostkey-unknown', { knownHosts: '' })
    expect(result.knownHosts).toBe('')
    expect(result.problem?.message).toContain(`${name()} ${server.hostKey.public}`)
    expect(result.problem?.message).toMatch(/SHA256:[A-Za-z0-9+/]{43}/)
  })

  test('T12 a known_hosts file that is not there knows nobody', async () => {
    await expectRefused('hostkey-unknown', {
      prepare: file => rmSync(file),
    })
  })

  test('T12 the line shown for an unknown key is the one that mends it', async () => {
    const refused = await run({ knownHosts: '' })
    const line = refused.problem?.message.split('known_hosts: ')[1] ?? ''
    const result = await run({ knownHosts: `${line}\n` })
    expect(result.problem, result.stderr).toBeUndefined()
  })

  test('T12 known for port 22 only is unknown here', async () => {
    await expectRefused('hostkey-unknown', { knownHosts: `127.0.0.1 ${server.hostKey.public}\n` })
  })

  test('T12 changed: refused, with the way to mend it, whatever is asked for', async () => {
    const knownHosts = `${name()} ${other.public}\n`
    for (const args of [[], ['--host-key', 'accept-new'], ['--host-key', 'off']]) {
      const result = await expectRefused('hostkey-changed', { knownHosts, args })
      expect(result.problem?.message).toContain(`ssh-keygen -R "${name()}" -f `)
      expect(result.knownHosts).toBe(knownHosts)
    }
  })

  test('T12 changed under a hashed name', async () => {
    await expectRefused('hostkey-changed', {
      knownHosts: `${name()} ${other.public}\n`,
      prepare: file => hashKnownHosts(file),
    })
  })

  test('T12 revoked: refused, even beside a line that trusts it', async () => {
    const knownHosts = `${server.knownHosts}@revoked * ${server.hostKey.public}\n`
    for (const args of [[], ['--host-key', 'accept-new'], ['--host-key', 'off']]) {
      const result = await expectRefused('hostkey-revoked', { knownHosts, args })
      expect(result.problem?.message).toContain('@revoked')
    }
  })

  test('T12 accept-new stores an unknown key as OpenSSH would, and says so', async () => {
    const result = await run({ knownHosts: '', args: ['--host-key', 'accept-new'] })
    expect(result.problem, result.stderr).toBeUndefined()
    expect(result.knownHosts).toBe(server.knownHosts)
    expect(result.stderr).toContain(name())
    expect((await run({ knownHosts: result.knownHosts })).problem).toBeUndefined()
  })

  test('T12 off checks nothing, stores nothing, and says so', async () => {
    const result = await run({ knownHosts: '', args: ['--host-key', 'off'] })
    expect(result.problem, result.stderr).toBeUndefined()
    expect(result.knownHosts).toBe('')
    expect(result.stderr).toContain('not checked')
  })
})

services('a server with several host keys', () => {
  test('T12 the type on record is asked for, so the key that can be checked is shown', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    const key = makeKey(dir, 'user')
    const rsa = makeKey(dir, 'rsa-host', 'rsa')
    const server = await startSshd({
      device: 'nx-classic-direct',
      authorized: [key.public],
      config: [`HostKey ${rsa.file}`],
    })
    try {
      for (const hostKey of [rsa, server.hostKey]) {
        const knownHosts = `[127.0.0.1]:${server.port} ${hostKey.public}\n`
        const result = await check(server, { args: ['--identity', key.file, ...QUICK], knownHosts })
        expect(result.problem, `${hostKey.type}: ${result.stderr}`).toBeUndefined()
      }
    } finally {
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
