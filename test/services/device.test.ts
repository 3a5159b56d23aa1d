// A lab device behind OpenSSH, read by the command line: the right verdict, read-only, nothing left behind.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planCommands } from '../../src/collect/plan.ts'
import { verdictOf } from '../../src/lab/verdict.ts'
import { collectDevice } from '../../src/session/device.ts'
import { services } from './available.ts'
import { type Checked, type CheckOptions, check, checkTargets } from './cli.ts'
import { type KeyPair, makeKey } from './keys.ts'
import { connections, descendants, settled } from './processes.ts'
import { freePort, type Sshd, type SshdOptions, startSshd } from './sshd.ts'

services('a device behind OpenSSH', () => {
  let dir: string
  let key: KeyPair
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    key = makeKey(dir, 'user')
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  async function withServer(options: SshdOptions, body: (server: Sshd) => Promise<void>): Promise<void> {
    const server = await startSshd({ authorized: [key.public], ...options })
    try {
      await body(server)
    } finally {
      await server.stop()
    }
  }

  const run = (server: Sshd, options: CheckOptions = {}): Promise<Checked> =>
    check(server, {
      ...options,
      args: ['--identity', key.file, '--enable', ...(options.args ?? [])],
      env: { SMARTLIC_ENABLE_PASSWORD: server.enableSecret, ...options.env },
    })

  /** The kernel may hold a closed socket a moment longer; sshd needs one to reap the session. */
  const isGone = (server: Sshd): Promise<boolean> =>
    settled(() => descendants(server.pid).length === 0 && connections(server.port) === 0)

  test.each([
    'xe-classic-direct',
    'xe-callhome-http-url',
    'xe-slp-trust-code-missing',
    'nx-classic-direct',
    'xr-callhome-failed-dns',
  ])('%s gives what it should', async id => {
    await withServer({ device: id }, async server => {
      const result = await run(server)
      expect(result.problem, result.stderr).toBeUndefined()
      const verdict = verdictOf(server.expect, result.device)
      expect(verdict).toMatchObject({ ok: true })
      const codes = { healthy: 0, warning: 1, critical: 2, unknown: 3 }
      expect(result.code).toBe(codes[server.expect.status])
      expect(await isGone(server)).toBe(true)
    })
  })

  test('T8 only reading commands were typed, and the session was left politely', async () => {
    await withServer({}, async server => {
      await run(server)
      const received = server.received()
      expect(received.length).toBeGreaterThan(5)
      expect(
        received.filter(line => !/^(show |terminal (length |width |no monitor$)|enable$|exit$)/.test(line)),
      ).toEqual([])
      expect(received.at(-1)).toBe('exit')
      expect(server.received().join('\n')).not.toContain(server.enableSecret)
    })
  })

  test('T21 a banner that looks like a prompt, and new keys agreed upon in the middle of answers', async () => {
    const banner = join(dir, 'banner')
    writeFileSync(banner, '#####\n# authorised use only #\nrouter#\nwelcome>\n')
    await withServer({ config: [`Banner ${banner}`, 'RekeyLimit 16K'] }, async server => {
      const result = await run(server)
      expect(result.problem, result.stderr).toBeUndefined()
      expect(verdictOf(server.expect, result.device)).toMatchObject({ ok: true })
      expect(await isGone(server)).toBe(true)
    })
  })

  test('T8 new keys in the middle of a session leave no timer that keeps the program alive', async () => {
    await withServer({ device: 'nx-classic-direct', config: ['RekeyLimit 16K'] }, async server => {
      const file = join(dir, 'known_hosts')
      writeFileSync(file, server.knownHosts)
      const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
      const before = timers()
      const set = await collectDevice(
        {
          name: 'leaf',
          host: '127.0.0.1',
          port: server.port,
          platform: 'nx-os',
          credentials: { username: server.user, key: { data: readFileSync(key.file) } },
        },
        platform => planCommands([], platform),
        { hostKeys: { mode: 'strict', file } },
      )
      expect(set.problem).toBeUndefined()
      expect(timers()).toBeLessThanOrEqual(before)
    })
  })

  test('T8 T35 Ctrl-C in the middle of an answer: a report of what was read, and the session is closed', async () => {
    const faults = { 'show license all': { hangAfterBytes: 200 } }
    await withServer({ faults }, async server => {
      const result = await run(server, {
        during: async child => {
          expect(await settled(() => server.received().includes('show license all'), 60_000)).toBe(true)
          await sleep(200)
          child.kill('SIGINT')
        },
      })
      expect(result.problem?.kind).toBe('stopped')
      const status = (command: string): string | undefined =>
        result.device.captures.find(capture => capture.command === command)?.status
      expect(status('show version')).toBe('ok')
      expect(status('show license all')).toBe('truncated')
      expect(result.code).not.toBe(0)
      expect(await isGone(server)).toBe(true)
    })
  })

  test('T8 the process is killed: the device side ends too', async () => {
    await withServer({ faults: { 'show version': { hangAfterBytes: 1 } } }, async server => {
      await run(server, {
        during: async child => {
          expect(await settled(() => server.received().includes('show version'), 60_000)).toBe(true)
          child.kill('SIGKILL')
        },
      })
      expect(await isGone(server)).toBe(true)
    })
  })

  test('T2 T6 no terminal is given: it says so instead of hanging', async () => {
    await withServer({ config: ['PermitTTY no'] }, async server => {
      const result = await run(server)
      expect(result.code).toBe(3)
      expect(result.problem?.kind).toBe('shell-failed')
      expect(await isGone(server)).toBe(true)
    })
  })

  test('T6 no session is given', async () => {
    await withServer({ config: ['MaxSessions 0'] }, async server => {
      const result = await run(server)
      expect(result.code).toBe(3)
      expect(result.problem?.kind).toMatch(/shell-failed|session-limit/)
      expect(await isGone(server)).toBe(true)
    })
  })
})

services('where no server is', () => {
  test('T6 a refused connection names the port and what to check', async () => {
    const port = await freePort()
    const result = await checkTargets([`noc@127.0.0.1:${port}`], {
      env: { SMARTLIC_PASSWORD: 'unused-secret' },
    })
    expect(result.code).toBe(3)
    expect(result.device.status).toBe('unknown')
    expect(result.problem?.kind).toBe('refused')
    expect(result.problem?.message).toContain(String(port))
    expect(result.stdout + result.stderr).not.toContain('unused-secret')
  })

  test('--unreachable=critical makes it critical', async () => {
    const port = await freePort()
    const result = await checkTargets([`noc@127.0.0.1:${port}`], {
      args: ['--unreachable', 'critical'],
      env: { SMARTLIC_PASSWORD: 'unused-secret' },
    })
    expect(result.code).toBe(2)
    expect(result.device.status).toBe('critical')
  })
})
