// Jump hosts with passwords of their own, through PAM: the right ones, a wrong one, one that goes away.
import { expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, type CheckOptions, checkTargets, QUICK } from './cli.ts'
import { pamMissing } from './pam.ts'
import { descendants, settled } from './processes.ts'
import { loopback, type Sshd, type SshdOptions, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

const PASSWORDS = { device: 'device-pw-11', outer: 'outer-pw-22', inner: 'inner-pw-33' }

services(
  'jump hosts with passwords',
  () => {
    /** Three devices behind two jump hosts. */
    async function withChain(
      more: Partial<Record<'device' | 'outer' | 'inner', SshdOptions>>,
      body: (
        servers: { device: Sshd; outer: Sshd; inner: Sshd },
        run: (options?: CheckOptions) => Promise<Checked>,
      ) => Promise<void>,
    ): Promise<void> {
      const config = ['AllowTcpForwarding yes']
      const started: Sshd[] = []
      const start = async (options: SshdOptions): Promise<Sshd> => {
        const server = await startSshd(options)
        started.push(server)
        return server
      }
      try {
        const device = await start({
          device: 'nx-classic-direct',
          password: PASSWORDS.device,
          addresses: loopback(3),
          ...more.device,
        })
        const outer = await start({ config, password: PASSWORDS.outer, ...more.outer })
        const inner = await start({ config, password: PASSWORDS.inner, ...more.inner })
        const hop = (server: Sshd, name: string): string =>
          `{ host: ${server.address}, port: ${server.port}, username: ${server.user}, credential: ${name} }`
        const inventory = [
          'credentials:',
          ...['device', 'outer', 'inner'].map(
            name => `  ${name}: { password_env: PASS_${name.toUpperCase()} }`,
          ),
          `jumps: { outer: ${hop(outer, 'outer')}, inner: ${hop(inner, 'inner')} }`,
          `defaults: { port: ${device.port}, username: ${device.user}, credential: device, jump: [outer, inner] }`,
          `hosts: { ${device.addresses.map((one, i) => `leaf-${i}: { host: ${one} }`).join(', ')} }`,
        ].join('\n')
        await body({ device, outer, inner }, (options = {}) =>
          checkTargets(['@devices.yaml'], {
            files: { 'devices.yaml': inventory },
            knownHosts: started.map(one => one.knownHosts).join(''),
            ...options,
            args: [...QUICK, ...(options.args ?? [])],
            env: {
              PASS_DEVICE: PASSWORDS.device,
              PASS_OUTER: PASSWORDS.outer,
              PASS_INNER: PASSWORDS.inner,
              ...options.env,
            },
          }),
        )
      } finally {
        for (const server of started) await server.stop()
      }
    }
    const tries = (server: Sshd): number => count(server.log(), /(?:Accepted|Failed) \S+ for/)

    test('T13 T19 each hop gets its own password, once, however many devices are behind it', async () => {
      await withChain({}, async ({ outer, inner, device }, run) => {
        expectRead(await run(), 3)
        expect([outer, inner].map(tries)).toEqual([1, 1])
        expect(count(device.log(), /Accepted \S+ for/)).toBe(3)
      })
    })

    test('T7 T19 a wrong password at the second hop is tried once, and every device names the hop', async () => {
      await withChain({}, async ({ outer, inner, device }, run) => {
        const result = await run({ env: { PASS_INNER: 'not-the-password' } })
        expect(result.code).toBe(3)
        expect(result.devices.map(one => one.problem?.kind)).toEqual(Array(3).fill('auth-failed'))
        for (const one of result.devices) expect(one.problem?.message).toMatch(/^jump host "inner": /)
        expect([outer, inner].map(tries)).toEqual([1, 1])
        expect(device.log()).not.toContain('Connection from')
      })
    })

    test('T8 T35 a jump host that goes away in the middle of answers: what came is kept, nothing hangs', async () => {
      const faults = { 'show license all': { hangAfterBytes: 100 } }
      await withChain({ device: { faults } }, async (servers, run) => {
        const { outer, device } = servers
        const hanging = (): number => device.received().filter(line => line === 'show license all').length
        const result = await run({
          during: async () => {
            expect(await settled(() => hanging() === 3, 60_000)).toBe(true)
            for (const pid of descendants(outer.pid)) process.kill(pid, 'SIGKILL')
          },
        })
        for (const one of result.devices) {
          expect(one.problem?.kind).toBe('closed-mid-output')
          const status = Object.fromEntries(one.captures.map(({ command, status }) => [command, status]))
          expect(status).toMatchObject({
            'show version': 'ok',
            'show license all': 'truncated',
            'show license usage': 'not-tried',
          })
        }
        expect(await settled(() => descendants(device.pid).length === 0)).toBe(true)
      })
    })
  },
  pamMissing(),
)
