// ProxyCommand of the SSH configuration: a program of the person's own is the way to the device.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, type CheckOptions, checkTargets, QUICK } from './cli.ts'
import { type KeyPair, makeKey } from './keys.ts'
import { connections, descendants, settled } from './processes.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { count, expectRead } from './verify.ts'

services('by way of a ProxyCommand', () => {
  let dir: string
  let key: KeyPair
  let device: Sshd
  let jump: Sshd
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    key = makeKey(dir, 'user')
    device = await startSshd({ device: 'nx-classic-direct', authorized: [key.public] })
    jump = await startSshd({ authorized: [key.public], config: ['AllowTcpForwarding yes'] })
  })
  afterAll(async () => {
    for (const server of [jump, device]) await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  const run = (proxyCommand: string, options: CheckOptions = {}): Promise<Checked> =>
    checkTargets(['leaf'], {
      knownHosts: device.knownHosts,
      ...options,
      files: {
        config: [
          'Host leaf',
          `  HostName ${device.address}`,
          `  Port ${device.port}`,
          `  User ${device.user}`,
          `  ProxyCommand ${proxyCommand}`,
          '',
        ].join('\n'),
      },
      args: ['--identity', key.file, '--ssh-config', 'DIR/config', ...QUICK],
    })
  const isGone = (): Promise<boolean> =>
    settled(() =>
      [jump, device].every(one => descendants(one.pid).length === 0 && connections(one.port) === 0),
    )

  test("T18 OpenSSH's own client carries the connection", async () => {
    const known = join(dir, 'jump_hosts')
    writeFileSync(known, jump.knownHosts)
    const result = await run(
      `ssh -F none -i ${key.file} -o UserKnownHostsFile=${known} -o BatchMode=yes -p ${jump.port} -W %h:%p %r@${jump.address}`,
    )
    expectRead(result)
    expect(count(jump.log(), /Accepted publickey for/)).toBe(1)
    expect(await isGone()).toBe(true)
  })

  test('T6 a program that fails: its own words are told, and it is not run again', async () => {
    const runs = join(dir, 'runs')
    const result = await run(`echo x >>${runs}; echo 'no way to %h' >&2; exit 3`)
    expect(result.code).toBe(3)
    expect(result.problem?.kind).toBe('proxy-failed')
    expect(result.problem?.message).toContain(`no way to ${device.address}`)
    expect(result.problem?.message).toContain('exit code 3')
    expect(readFileSync(runs, 'utf8')).toBe('x\n')
  })

  test('T6 a program that is not there', async () => {
    const result = await run('no-such-program %h %p')
    expect(result.problem?.kind).toBe('proxy-failed')
    expect(result.problem?.message).toContain('no-such-program')
  })

  test('T8 Ctrl-C while the program says nothing: it is ended too', async () => {
    const file = join(dir, 'pid')
    const result = await run(`echo $$ >${file}; exec sleep 300`, {
      during: async child => {
        expect(await settled(() => existsSync(file) && readFileSync(file, 'utf8') !== '', 30_000)).toBe(true)
        child.kill('SIGINT')
      },
    })
    expect(result.problem?.kind).toBe('stopped')
    const pid = readFileSync(file, 'utf8').trim()
    expect(await settled(() => !existsSync(`/proc/${pid}`))).toBe(true)
  })
})
