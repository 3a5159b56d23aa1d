// --transport ssh: the system's own ssh carries the session, and the same rules hold.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, type CheckOptions, check, checkTargets, QUICK } from './cli.ts'
import { type KeyPair, makeKey, startAgent } from './keys.ts'
import { pamMissing } from './pam.ts'
import { connections, descendants, settled } from './processes.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

const PASSWORD = 'battery-staple-17'
const PASSPHRASE = 'correct horse 42'
const device = 'nx-classic-direct'
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const args = (more: readonly string[] = []): string[] => ['--transport', 'ssh', ...QUICK, ...more]
const isGone = (server: Sshd): Promise<boolean> =>
  settled(() => descendants(server.pid).length === 0 && connections(server.port) === 0)

services('by the program ssh, with a key', () => {
  let key: KeyPair
  let locked: KeyPair
  let other: KeyPair
  let server: Sshd
  beforeAll(async () => {
    key = makeKey(dir, 'user')
    locked = makeKey(dir, 'locked', 'ed25519', PASSPHRASE)
    other = makeKey(dir, 'other')
    server = await startSshd({ device, authorized: [key.public, locked.public] })
  })
  afterAll(async () => await server?.stop())

  const run = (options: CheckOptions = {}): Promise<Checked> =>
    check(server, { ...options, args: args(['--identity', key.file, ...(options.args ?? [])]) })

  test('T4 T8 read whole, and nothing is left', async () => {
    expectRead(await run())
    expect(await isGone(server)).toBe(true)
    expect(server.received().at(-1)).toBe('exit')
  })

  test('T4 T13 an encrypted key', async () => {
    const env = { SMARTLIC_KEY_PASSPHRASE: PASSPHRASE }
    expectRead(await check(server, { args: args(['--identity', locked.file]), env }))
  })

  test('T4 T13 an agent', async () => {
    const agent = startAgent(dir, [other.file, key.file])
    try {
      expectRead(await check(server, { args: args(['--agent']), env: { SSH_AUTH_SOCK: agent.socket } }))
    } finally {
      agent.stop()
    }
  })

  test('T4 T12 host keys: unknown, changed, revoked and new ones', async () => {
    const before = count(server.log(), /Accepted/)
    const kinds: (string | undefined)[] = []
    const { knownName, hostKey } = server
    for (const knownHosts of [
      '',
      `${knownName} ${other.public}\n`,
      `@revoked * ${hostKey.public}\n${server.knownHosts}`,
    ])
      kinds.push((await run({ knownHosts })).problem?.kind)
    expect(kinds).toEqual(['hostkey-unknown', 'hostkey-changed', 'hostkey-revoked'])
    expect(count(server.log(), /Accepted/)).toBe(before)
    const stored = await run({ knownHosts: '', args: ['--host-key', 'accept-new'] })
    expectRead(stored)
    // Debian's ssh writes names hashed; the SSH library finds them as well.
    expectRead(
      await check(server, { args: ['--identity', key.file, ...QUICK], knownHosts: stored.knownHosts }),
    )
  })

  test('T4 T19 through a jump host', async () => {
    const config = ['AllowTcpForwarding yes']
    const jump = await startSshd({ authorized: [key.public], config })
    try {
      const through = ['--identity', key.file, '-J', jump.target]
      const both = `${jump.knownHosts}${server.knownHosts}`
      expectRead(await checkTargets([server.target], { args: args(through), knownHosts: both }))
      expect(count(jump.log(), /Accepted publickey/)).toBe(1)
      const before = count(server.log(), /Connection from/)
      const unknown = await checkTargets([server.target], {
        args: args(through),
        knownHosts: server.knownHosts,
      })
      expect(unknown.problem?.kind).toBe('hostkey-unknown')
      expect(unknown.problem?.message).toContain('jump host')
      expect(count(server.log(), /Connection from/)).toBe(before)
    } finally {
      await jump.stop()
    }
  })

  test('T4 T8 Ctrl-C in the middle of an answer: nothing is left', async () => {
    const faults = { 'show license all': { hangAfterBytes: 200 } }
    const stuck = await startSshd({ device, authorized: [key.public], faults })
    try {
      const result = await check(stuck, {
        args: args(['--identity', key.file]),
        during: async child => {
          expect(await settled(() => stuck.received().includes('show license all'), 60_000)).toBe(true)
          child.kill('SIGINT')
        },
      })
      expect(result.problem?.kind).toBe('stopped')
      expect(await isGone(stuck)).toBe(true)
    } finally {
      await stuck.stop()
    }
  })
})

services(
  'by the program ssh, with a password',
  () => {
    test('T4 T7 T13 T16 the right one is read, a wrong one is tried once', async () => {
      const server = await startSshd({ device, password: PASSWORD })
      try {
        expectRead(await check(server, { args: args(), env: { SMARTLIC_PASSWORD: PASSWORD } }))
        const before = server.log().length
        const wrong = await check(server, { args: args(), env: { SMARTLIC_PASSWORD: 'wrong-password-9' } })
        expect(wrong.problem?.kind).toBe('auth-failed')
        const said = server.log().slice(before)
        expect(count(said, /Connection from/)).toBe(1)
        expect(count(said, /Failed (?:password|keyboard-interactive)\S* for/)).toBe(1)
      } finally {
        await server.stop()
      }
    })
  },
  pamMissing(),
)
