// Addresses: IPv6, names with several addresses, and the address of this computer to call from.
import { mkdtempSync, rmSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, type CheckOptions, checkTargets, QUICK } from './cli.ts'
import { type KeyPair, makeKey } from './keys.ts'
import { connections, descendants, settled } from './processes.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

const device = 'nx-classic-direct'
let dir: string
let key: KeyPair
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
  key = makeKey(dir, 'user')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const run = (targets: readonly string[], options: CheckOptions): Promise<Checked> =>
  checkTargets(targets, { ...options, args: ['--identity', key.file, ...QUICK, ...(options.args ?? [])] })

function ipv6Missing(): string | undefined {
  const there = Object.values(networkInterfaces()).flat()
  return there.some(one => one?.address === '::1')
    ? undefined
    : 'skipped: this computer has no IPv6 loopback (::1)'
}

services(
  'IPv6',
  () => {
    let server: Sshd
    beforeAll(async () => {
      server = await startSshd({ device, authorized: [key.public], addresses: ['::1'] })
    })
    afterAll(async () => await server?.stop())

    test('T11 [address]:port, and known_hosts has it by that name', async () => {
      const result = await run([`${server.user}@[::1]:${server.port}`], {
        args: ['--host-key', 'accept-new'],
      })
      expectRead(result)
      expect(result.knownHosts).toBe(`[::1]:${server.port} ${server.hostKey.public}\n`)
      expect(server.log()).toContain('Connection from ::1 ')
      expect(
        await settled(() => descendants(server.pid).length === 0 && connections(server.port) === 0),
      ).toBe(true)
    })

    test('T11 from an inventory, without brackets', async () => {
      const inventory = `hosts: { leaf: { host: '::1', port: ${server.port}, username: ${server.user} } }\n`
      expectRead(
        await run(['@devices.yaml'], { files: { 'devices.yaml': inventory }, knownHosts: server.knownHosts }),
      )
    })

    test('T11 T19 through a jump host, and as a jump host', async () => {
      const config = ['AllowTcpForwarding yes']
      const jump = await startSshd({ authorized: [key.public], addresses: ['::1'], config })
      try {
        const result = await run([server.target], {
          args: ['-J', jump.target],
          knownHosts: `${jump.knownHosts}${server.knownHosts}`,
        })
        expectRead(result)
        expect(count(jump.log(), /Accepted publickey/)).toBe(1)
      } finally {
        await jump.stop()
      }
    })

    test('T11 --bind with an address of the other kind', async () => {
      const result = await run([server.target], {
        args: ['--bind', '127.0.0.2'],
        knownHosts: server.knownHosts,
      })
      expect(result.problem?.kind).toBe('unreachable')
      expect(result.problem?.message).toContain('--bind')
    })
  },
  ipv6Missing(),
)

services('the address to call from', () => {
  let server: Sshd
  beforeAll(async () => {
    server = await startSshd({ device, authorized: [key.public] })
  })
  afterAll(async () => await server?.stop())

  test('T11 --bind is what the device sees', async () => {
    const before = server.log().length
    const result = await run([server.target], {
      args: ['--bind', '127.0.0.2'],
      knownHosts: server.knownHosts,
    })
    expectRead(result)
    const said = server.log().slice(before)
    expect(said).toContain('Connection from 127.0.0.2 port')
    expect(said).not.toContain('Connection from 127.0.0.1 port')
  })

  test('T11 T19 --bind is what the first jump host sees', async () => {
    const jump = await startSshd({ authorized: [key.public], config: ['AllowTcpForwarding yes'] })
    try {
      const result = await run([server.target], {
        args: ['--bind', '127.0.0.2', '-J', jump.target],
        knownHosts: `${jump.knownHosts}${server.knownHosts}`,
      })
      expectRead(result)
      expect(jump.log()).toContain('Connection from 127.0.0.2 port')
    } finally {
      await jump.stop()
    }
  })

  test('T6 T11 --bind with an address that is not of this computer', async () => {
    const result = await run([server.target], {
      args: ['--bind', '192.0.2.1'],
      knownHosts: server.knownHosts,
    })
    expect(result.code).toBe(3)
    expect(result.problem?.kind).toBe('unreachable')
    expect(result.problem?.message).toContain('--bind')
  })
})
