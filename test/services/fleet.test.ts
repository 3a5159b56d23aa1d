// Several devices behind OpenSSH at once: accounts are not locked, one bad device stops no other, Ctrl-C ends politely.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, type CheckOptions, checkTargets, QUICK } from './cli.ts'
import { type KeyPair, makeKey } from './keys.ts'
import { pamMissing } from './pam.ts'
import { connections, descendants, settled } from './processes.ts'
import { freePort, loopback, type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

const targetsOf = (server: Sshd): string[] =>
  server.addresses.map(address => `${server.user}@${address}:${server.port}`)
const isGone = (server: Sshd): Promise<boolean> =>
  settled(() => descendants(server.pid).length === 0 && connections(server.port) === 0)

services(
  'one password for five devices',
  () => {
    const PASSWORD = 'battery-staple-17'
    let server: Sshd
    beforeAll(async () => {
      server = await startSshd({
        device: 'nx-classic-direct',
        password: PASSWORD,
        addresses: loopback(5),
        config: ['PasswordAuthentication no'],
      })
    })
    afterAll(async () => await server?.stop())

    const run = async (password: string, args: readonly string[] = []) => {
      const before = server.log().length
      const result = await checkTargets(targetsOf(server), {
        args: [...QUICK, ...args],
        env: { SMARTLIC_PASSWORD: password },
        knownHosts: server.knownHosts,
      })
      const said = server.log().slice(before)
      return {
        result,
        failed: count(said, /Failed keyboard-interactive\S* for/),
        accepted: count(said, /Accepted keyboard-interactive\S* for/),
      }
    }

    test('T7 a wrong one is tried exactly once, and the other devices are told why', async () => {
      const { result, failed, accepted } = await run('wrong-password-9')
      expect([failed, accepted]).toEqual([1, 0])
      expect(result.code).toBe(3)
      const kinds = result.devices.map(device => device.problem?.kind)
      expect(kinds.sort()).toEqual(['auth-failed', ...Array(4).fill('auth-stopped')])
      for (const { problem } of result.devices)
        if (problem?.kind === 'auth-stopped') expect(problem.message).toContain('--carry-on')
    })

    test('T7 with --carry-on it is tried once a device', async () => {
      const { result, failed } = await run('wrong-password-9', ['--carry-on'])
      expect(failed).toBe(5)
      expect(result.devices.map(device => device.problem?.kind)).toEqual(Array(5).fill('auth-failed'))
    })

    test('T1 T9 the right one: one login a device', async () => {
      const { result, failed, accepted } = await run(PASSWORD)
      expectRead(result, 5)
      expect([failed, accepted]).toEqual([0, 5])
    })
  },
  pamMissing(),
)

services('six devices at once', () => {
  let dir: string
  let key: KeyPair
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    key = makeKey(dir, 'user')
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  const run = (
    targets: readonly string[],
    servers: readonly Sshd[],
    options: CheckOptions = {},
  ): Promise<Checked> =>
    checkTargets(targets, {
      knownHosts: servers.map(one => one.knownHosts).join(''),
      ...options,
      args: ['--identity', key.file, ...QUICK, ...(options.args ?? [])],
    })

  test('T38 a closed port, a changed key and a refused login stop no other device', async () => {
    const device = 'nx-classic-direct'
    const good = await startSshd({ device, authorized: [key.public], addresses: loopback(3) })
    const strange = await startSshd({ device, authorized: [] })
    const changed = await startSshd({ device, authorized: [key.public] })
    try {
      const closed = `root@127.0.0.1:${await freePort()}`
      const [first = '', ...others] = targetsOf(good)
      const result = await run([first, closed, changed.target, strange.target, ...others], [good, strange], {
        knownHosts: `${good.knownHosts}${strange.knownHosts}${changed.knownName} ${strange.hostKey.public}\n`,
      })
      expect(result.code).toBe(3)
      expect(result.devices.map(one => one.problem?.kind)).toEqual([
        undefined,
        'refused',
        'hostkey-changed',
        'auth-failed',
        undefined,
        undefined,
      ])
    } finally {
      for (const server of [good, strange, changed]) await server.stop()
    }
  })

  describe.each(['SIGINT', 'SIGTERM'] as const)('T8 %s', signal => {
    test('T35 what was read is reported, nothing is left on any device', async () => {
      const device = 'nx-classic-direct'
      const quick = await startSshd({ device, authorized: [key.public], addresses: loopback(3) })
      const faults = { 'show license all': { hangAfterBytes: 200 } }
      const stuck = await startSshd({ device, authorized: [key.public], addresses: loopback(3), faults })
      try {
        const logouts = (): number => quick.received().filter(line => line === 'exit').length
        const hanging = (): number => stuck.received().filter(line => line === 'show license all').length
        const result = await run([...targetsOf(quick), ...targetsOf(stuck)], [quick, stuck], {
          during: async child => {
            expect(await settled(() => logouts() === 3 && hanging() === 3, 60_000)).toBe(true)
            expect(await isGone(quick)).toBe(true)
            child.kill(signal)
          },
        })
        expect(result.code).toBe(3)
        const [read, stopped] = [result.devices.slice(0, 3), result.devices.slice(3)]
        for (const one of read) expect(one.problem, result.stderr).toBeUndefined()
        for (const one of stopped) {
          expect(one.problem?.kind).toBe('stopped')
          const status = new Map(one.captures.map(({ command, status }) => [command, status]))
          expect(status.get('show version')).toBe('ok')
          expect(status.get('show license all')).toBe('truncated')
          expect(status.get('show license usage')).toBe('not-tried')
        }
        expect(await isGone(stuck)).toBe(true)
      } finally {
        for (const server of [quick, stuck]) await server.stop()
      }
    })
  })
})
