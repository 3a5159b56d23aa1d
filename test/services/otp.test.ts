// A second factor through PAM: each login wants a code of its own, which a helper command gives.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { services, toolMissing } from './available.ts'
import { type Checked, checkTargets, QUICK } from './cli.ts'
import { moduleMissing } from './pam.ts'
import { loopback, type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

const PASSWORD = 'battery-staple-17'
const SEED = '3132333435363738393031323334353637383930'

services(
  'a one-time code after the password',
  () => {
    let dir: string
    let server: Sshd
    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), 'smartlic-otp-'))
    })
    afterAll(() => rmSync(dir, { recursive: true, force: true }))
    beforeEach(async () => await start([]))
    afterEach(async () => await server.stop())

    async function start(config: readonly string[]): Promise<void> {
      const users = join(dir, 'users.oath')
      writeFileSync(users, `HOTP ${userInfo().username} - ${SEED}\n`, { mode: 0o600 })
      writeFileSync(join(dir, 'counter'), '0')
      server = await startSshd({
        device: 'nx-classic-direct',
        password: PASSWORD,
        // No window: a code is good for one login, and only in its turn.
        pam: { auth: [`auth required pam_oath.so usersfile=${users} window=1 digits=6`] },
        addresses: loopback(3),
        config,
      })
    }

    /** Prints the next code, and notes what it was asked. */
    const NEXT = (): string =>
      `echo "$SMARTLIC_HOST $SMARTLIC_QUESTION" >>${dir}/asked; n=$(cat ${dir}/counter); echo $((n+1)) >${dir}/counter; oathtool --hotp -d 6 -c $n ${SEED}`
    const used = (): number => Number(readFileSync(join(dir, 'counter'), 'utf8'))
    const run = (devices: number, args: readonly string[], password = PASSWORD): Promise<Checked> =>
      checkTargets(
        server.addresses.slice(0, devices).map(address => `${server.user}@${address}:${server.port}`),
        {
          args: [...QUICK, ...args],
          env: { SMARTLIC_PASSWORD: password },
          knownHosts: server.knownHosts,
        },
      )
    const accepted = (): number => count(server.log(), /Accepted keyboard-interactive\/pam for/)
    const failed = (): number => count(server.log(), /Failed \S+ for/)

    test('T14 --otp-command answers the second question, knowing what was asked and by whom', async () => {
      rmSync(join(dir, 'asked'), { force: true })
      expectRead(await run(1, ['--otp-command', NEXT()]))
      expect([accepted(), failed(), used()]).toEqual([1, 0, 1])
      expect(readFileSync(join(dir, 'asked'), 'utf8')).toMatch(/^127\.0\.0\.1 One-time password/)
    })

    test('T14 three devices: one code is one login, one device at a time', async () => {
      expectRead(await run(3, ['--otp-command', NEXT()]), 3)
      expect([accepted(), failed(), used()]).toEqual([3, 0, 3])
    })

    test('T7 T14 a wrong code is not tried again, and stops the other devices', async () => {
      const result = await run(3, ['--otp-command', 'echo 000000'])
      expect(result.code).toBe(3)
      expect(result.devices.map(device => device.problem?.kind)).toEqual([
        'auth-failed',
        'auth-stopped',
        'auth-stopped',
      ])
      expect([accepted(), failed()]).toEqual([0, 1])
    })

    test('T14 nobody to answer, and the server does not say why it refuses: the second factor is thought of', async () => {
      const result = await run(1, [])
      expect(result.code).toBe(3)
      expect(result.problem?.kind).toBe('auth-failed')
      expect(result.problem?.message).toContain('--otp-command')
      expect([accepted(), failed()]).toEqual([0, 1])
    })

    test('T14 nobody to answer the question: it is named, and the way out', async () => {
      await server.stop()
      await start(['PasswordAuthentication no'])
      const result = await run(1, [])
      expect(result.code).toBe(3)
      expect(result.problem?.kind).toBe('auth-needs-interaction')
      expect(result.problem?.message).toContain('One-time password')
      expect(result.problem?.message).toContain('--otp-command')
    })

    test('T14 a helper that fails: no empty answer is sent', async () => {
      const result = await run(1, ['--otp-command', `touch ${dir}/ran; exit 4`])
      expect(existsSync(join(dir, 'ran'))).toBe(true)
      expect(result.problem?.kind).toBe('auth-needs-interaction')
      expect(result.problem?.message).toContain('exit code 4')
      expect(accepted()).toBe(0)
    })
  },
  moduleMissing('pam_oath.so') ?? toolMissing('oathtool'),
)
