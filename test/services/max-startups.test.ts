// A server that takes few logins at a time, as a device with few VTY lines: waited for, and told apart from a dead one.
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { checkTargets, QUICK } from './cli.ts'
import { type KeyPair, makeKey } from './keys.ts'
import { connections, descendants, settled } from './processes.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

const DEVICES = 30
const AT_ONCE = ['--concurrency', String(DEVICES), '--rate', '1000']

services('a server that takes few logins at a time', () => {
  let dir: string
  let key: KeyPair
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    key = makeKey(dir, 'user')
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  async function withServer(startups: number, body: (server: Sshd) => Promise<void>): Promise<void> {
    const server = await startSshd({
      device: 'nx-classic-direct',
      authorized: [key.public],
      config: [`MaxStartups ${startups}`],
    })
    try {
      await body(server)
      expect(
        await settled(() => descendants(server.pid).length === 0 && connections(server.port) === 0),
      ).toBe(true)
    } finally {
      await server.stop()
    }
  }

  test('T7 T9 MaxStartups 3 and 30 devices at once: all are read after backing off', async () => {
    await withServer(3, async server => {
      // One server is all thirty: the SSH configuration leads every name to it.
      const names = Array.from({ length: DEVICES }, (_, i) => `leaf-${i}`)
      const config = `Host leaf-*\n  HostName ${server.address}\n  Port ${server.port}\n`
      const inventory = [
        `groups: { leaves: { username: ${server.user}, platform: nx-os } }`,
        'hosts:',
        ...names.map(name => `  ${name}: { groups: [leaves] }`),
      ].join('\n')
      const result = await checkTargets(['@devices.yaml'], {
        files: { 'devices.yaml': inventory, config },
        knownHosts: server.knownHosts,
        args: ['--identity', key.file, '--ssh-config', 'DIR/config', '--quick', ...AT_ONCE],
      })
      expectRead(result, DEVICES)
      // Else nothing had to be waited for, and nothing was proven.
      expect(server.log()).toMatch(/drop connection .*MaxStartups/)
      expect(result.stdout).toContain('tried again')
      expect(count(server.log(), /Accepted publickey for/)).toBe(DEVICES)
      expect(server.received().filter(line => line === 'exit')).toHaveLength(DEVICES)
    })
  })

  test('T7 every line is taken for good: told apart from a dead device', async () => {
    await withServer(1, async server => {
      const holder = connect(server.port, server.address)
      await new Promise(resolve => holder.once('data', resolve))
      const result = await checkTargets([server.target], {
        args: ['--identity', key.file, ...QUICK],
        knownHosts: server.knownHosts,
      })
      expect(result.code).toBe(3)
      expect(result.problem?.kind).toBe('closed-before-ident')
      expect(result.problem?.message).toContain('VTY')
      const gone = new Promise(resolve => holder.once('close', resolve))
      holder.destroy()
      await gone
    })
  })
})
