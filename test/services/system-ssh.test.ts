// --transport ssh: the system's own program instead of the library, against OpenSSH.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { check } from './cli.ts'
import { type KeyPair, makeKey } from './keys.ts'
import { type Sshd, startSshd } from './sshd.ts'

services('T4 the program ssh as the way to a device', () => {
  let dir: string
  let key: KeyPair
  let locked: KeyPair
  let server: Sshd
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    key = makeKey(dir, 'key')
    locked = makeKey(dir, 'locked', 'ed25519', 'open sesame 7')
    server = await startSshd({ authorized: [key.public, locked.public] })
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  test('with a key', async () => {
    const result = await check(server, { args: ['--transport', 'ssh', '--identity', key.file] })
    expect(result.problem, result.stderr).toBeUndefined()
    expect(result.device.captures.find(one => one.command === 'show license all')?.status).toBe('ok')
  })

  test('with an encrypted key, the passphrase never on a command line', async () => {
    const result = await check(server, {
      args: ['--transport', 'ssh', '--identity', locked.file],
      env: { SMARTLIC_KEY_PASSPHRASE: 'open sesame 7' },
    })
    expect(result.problem, result.stderr).toBeUndefined()
  })

  test('an unknown host key is refused, and named', async () => {
    const result = await check(server, {
      args: ['--transport', 'ssh', '--identity', key.file, '--host-key', 'strict'],
      knownHosts: '',
    })
    expect(result.problem?.kind).toBe('hostkey-unknown')
    expect(result.knownHosts).toBe('')
  })

  test('a refused login is tried once', async () => {
    const stranger = makeKey(dir, 'stranger')
    const before = server.log().split('Connection from').length
    const result = await check(server, { args: ['--transport', 'ssh', '--identity', stranger.file] })
    expect(result.problem?.kind).toBe('auth-failed')
    expect(server.log().split('Connection from').length - before).toBeLessThanOrEqual(1)
  })
})
