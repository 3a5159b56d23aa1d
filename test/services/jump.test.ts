// Jump hosts that are OpenSSH servers: one and two in a row, each with its own host key, login and words when it fails.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, type CheckOptions, checkTargets, QUICK } from './cli.ts'
import { type KeyPair, makeKey } from './keys.ts'
import { connections, descendants, settled } from './processes.ts'
import { freePort, loopback, type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

services('behind jump hosts', () => {
  let dir: string
  let key: KeyPair
  let other: KeyPair
  let device: Sshd
  let inner: Sshd
  let outer: Sshd
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    key = makeKey(dir, 'user')
    other = makeKey(dir, 'other-host')
    const authorized = [key.public]
    device = await startSshd({ device: 'nx-classic-direct', authorized })
    // Each lets through to the next one only, so nobody can leave a hop out.
    const jump = (to: Sshd): Promise<Sshd> =>
      startSshd({
        authorized,
        config: ['AllowTcpForwarding yes', `PermitOpen ${to.address}:${to.port} no-such-device.invalid:22`],
      })
    inner = await jump(device)
    outer = await jump(inner)
  })
  afterAll(async () => {
    for (const server of [outer, inner, device]) await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  const vouching = (...servers: readonly Sshd[]): string => servers.map(one => one.knownHosts).join('')
  const run = (target: string, options: CheckOptions = {}): Promise<Checked> =>
    checkTargets([target], {
      knownHosts: vouching(outer, inner, device),
      ...options,
      args: ['--identity', key.file, ...QUICK, ...(options.args ?? [])],
    })
  const through = (...jumps: readonly Sshd[]): string[] => ['-J', jumps.map(one => one.target).join(',')]
  const logins = (server: Sshd): number => count(server.log(), /Accepted \S+ for/)
  const isGone = (): Promise<boolean> =>
    settled(() =>
      [outer, inner, device].every(one => descendants(one.pid).length === 0 && connections(one.port) === 0),
    )

  test('T19 one, by -J', async () => {
    const before = logins(inner)
    expectRead(await run(device.target, { args: through(inner) }))
    expect(logins(inner)).toBe(before + 1)
    expect(await isGone()).toBe(true)
  })

  test('T19 two in a row, by -J', async () => {
    const before = [outer, inner, device].map(logins)
    expectRead(await run(device.target, { args: through(outer, inner) }))
    expect([outer, inner, device].map(logins)).toEqual(before.map(n => n + 1))
    expect(await isGone()).toBe(true)
  })

  test('T19 from an inventory', async () => {
    const hop = ({ address, port, user }: Sshd): string =>
      `{ host: ${address}, port: ${port}, username: ${user} }`
    const inventory = [
      `jumps: { outer: ${hop(outer)}, inner: ${hop(inner)} }`,
      `hosts: { leaf-1: { host: ${device.address}, port: ${device.port}, jump: [outer, inner] } }`,
    ].join('\n')
    const result = await run('@devices.yaml', { files: { 'devices.yaml': inventory } })
    expectRead(result)
    expect(result.device.name).toBe('leaf-1')
  })

  test('T18 T19 from ProxyJump of the SSH configuration, each hop with settings of its own', async () => {
    const host = (name: string, { address, port, user }: Sshd, more: string): string =>
      `Host ${name}\n  HostName ${address}\n  Port ${port}\n  User ${user}\n${more}\n`
    const config = [
      host('bastion', outer, ''),
      host('core', inner, '  ProxyJump bastion'),
      host('leaf', device, '  ProxyJump core'),
    ].join('\n')
    const before = [outer, inner, device].map(logins)
    expectRead(await run('leaf', { files: { config }, args: ['--ssh-config', 'DIR/config'] }))
    expect([outer, inner, device].map(logins)).toEqual(before.map(n => n + 1))
  })

  test('T12 T19 the host key of every hop is checked, and the hop is named', async () => {
    const args = through(outer, inner)
    const before = [outer, inner, device].map(logins)
    const unknownOuter = await run(device.target, { args, knownHosts: vouching(inner, device) })
    expect(unknownOuter.problem?.kind).toBe('hostkey-unknown')
    expect(unknownOuter.problem?.message).toContain(`jump host "${outer.target}"`)
    expect(unknownOuter.problem?.message).toContain(outer.knownHosts.trim())
    expect([outer, inner, device].map(logins)).toEqual(before)

    const changedInner = await run(device.target, {
      args,
      knownHosts: `${vouching(outer, device)}${inner.knownName} ${other.public}\n`,
    })
    expect(changedInner.problem?.kind).toBe('hostkey-changed')
    expect(changedInner.problem?.message).toContain(`jump host "${inner.target}"`)
    expect([inner, device].map(logins)).toEqual(before.slice(1))

    const unknownDevice = await run(device.target, { args, knownHosts: vouching(outer, inner) })
    expect(unknownDevice.problem?.kind).toBe('hostkey-unknown')
    expect(unknownDevice.problem?.message).not.toContain('jump host')
    expect(logins(device)).toBe(before[2])
  })

  test('T12 accept-new stores the key of every hop', async () => {
    const result = await run(device.target, {
      args: [...through(outer, inner), '--host-key', 'accept-new'],
      knownHosts: '',
    })
    expectRead(result)
    expect(result.knownHosts).toBe(vouching(outer, inner, device))
  })

  test('T6 T19 a jump host that does not let through says so', async () => {
    const result = await run(device.target, { args: through(outer) })
    expect(result.code).toBe(3)
    expect(result.problem?.kind).toBe('jump-refused')
    expect(result.problem?.message).toContain(`jump host "${outer.target}"`)
    expect(result.problem?.message).toContain('PermitOpen')
  })

  test('T6 T19 a jump host that forbids forwarding says so', async () => {
    const closed = await startSshd({ authorized: [key.public] })
    try {
      const result = await run(device.target, {
        args: through(closed),
        knownHosts: vouching(closed, device),
      })
      expect(result.problem?.kind).toBe('jump-refused')
      expect(result.problem?.message).toContain('AllowTcpForwarding')
      expect(await settled(() => descendants(closed.pid).length === 0)).toBe(true)
    } finally {
      await closed.stop()
    }
  })

  test('T6 T19 a device nobody knows there, and a jump host that is not there', async () => {
    const unknown = await run('root@no-such-device.invalid', { args: through(inner) })
    expect(unknown.problem?.kind).toBe('dns')
    expect(unknown.problem?.message).toContain(`jump host "${inner.target}"`)
    const nobody = `127.0.0.1:${await freePort()}`
    const gone = await run(device.target, { args: ['-J', nobody] })
    expect(gone.problem?.kind).toBe('refused')
    expect(gone.problem?.message).toContain(`jump host "${nobody}"`)
  })

  test('T9 many devices share one login at a jump host that takes one session only', async () => {
    const fleet = await startSshd({
      device: 'nx-classic-direct',
      authorized: [key.public],
      addresses: loopback(6),
    })
    const narrow = await startSshd({
      authorized: [key.public],
      config: ['AllowTcpForwarding yes', 'MaxSessions 1'],
    })
    try {
      const before = logins(narrow)
      const targets = fleet.addresses.map(address => `${fleet.user}@${address}:${fleet.port}`)
      const result = await checkTargets(targets, {
        args: ['--identity', key.file, ...through(narrow), ...QUICK],
        knownHosts: vouching(narrow, fleet),
      })
      expectRead(result, 6)
      expect(logins(narrow)).toBe(before + 1)
      expect(await settled(() => descendants(narrow.pid).length === 0)).toBe(true)
    } finally {
      await narrow.stop()
      await fleet.stop()
    }
  })
})
