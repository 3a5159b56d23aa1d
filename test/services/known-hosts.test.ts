// known_hosts files as people and OpenSSH write them: patterns, markers, many devices at once; OpenSSH's own reading is the measure.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyStatus } from '../../src/session/hostkeys.ts'
import { readKnownHosts } from '../../src/session/known-hosts.ts'
import { services } from './available.ts'
import { type Checked, type CheckOptions, check, checkTargets, QUICK } from './cli.ts'
import { hashKnownHosts, type KeyPair, makeKey } from './keys.ts'
import { loopback, type Sshd, startSshd } from './sshd.ts'
import { expectRead } from './verify.ts'

let dir: string
let key: KeyPair
let other: KeyPair
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-known-'))
  key = makeKey(dir, 'user')
  other = makeKey(dir, 'other-host')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

services('known_hosts', () => {
  let server: Sshd
  beforeAll(async () => {
    server = await startSshd({
      device: 'nx-classic-direct',
      authorized: [key.public],
      addresses: loopback(8),
    })
  })
  afterAll(async () => await server?.stop())
  const run = (options: CheckOptions): Promise<Checked> =>
    check(server, { ...options, args: ['--identity', key.file, ...QUICK, ...(options.args ?? [])] })

  test('T12 a wildcard vouches, a negated name does not', async () => {
    const { port, hostKey } = server
    expectRead(await run({ knownHosts: `[127.0.0.?]:${port},[127.9.*]:22 ${hostKey.public}\n` }))
    const negated = await run({ knownHosts: `[127.0.0.*]:${port},![127.0.0.1]:${port} ${hostKey.public}\n` })
    expect(negated.problem?.kind).toBe('hostkey-unknown')
  })

  test('T12 a certificate authority vouches for no plain key', async () => {
    const result = await run({ knownHosts: `@cert-authority * ${server.hostKey.public}\n` })
    expect(result.problem?.kind).toBe('hostkey-unknown')
  })

  test('T12 a file that cannot be read is no empty one: told before any device is called', async () => {
    const before = server.log().length
    const result = await run({
      args: ['--host-key', 'accept-new'],
      prepare: file => {
        rmSync(file)
        mkdirSync(file)
      },
    })
    expect(result.code).toBe(3)
    expect(result.stderr).toContain('known_hosts')
    expect(server.log().length).toBe(before)
  })

  test('T12 eight new devices at once: a whole line each, and OpenSSH finds them all', async () => {
    const targets = server.addresses.map(address => `${server.user}@${address}:${server.port}`)
    const args = ['--identity', key.file, '--host-key', 'accept-new', '--rate', '1000', ...QUICK]
    // The file's last line has no end, as an editor may leave it.
    const result = await checkTargets(targets, { args, knownHosts: `[192.0.2.1]:22 ${other.public}` })
    expectRead(result, 8)
    const lines = result.knownHosts.trimEnd().split('\n')
    expect(lines).toHaveLength(9)
    const names = server.addresses.map(address => `[${address}]:${server.port}`)
    expect(lines.slice(1).sort()).toEqual(names.map(name => `${name} ${server.hostKey.public}`).sort())
    const file = join(dir, 'written')
    writeFileSync(file, result.knownHosts)
    for (const name of names) expect(found(name, file)).toHaveLength(1)
  })
})

/** Lines `ssh-keygen -F` finds for a host. */
function found(name: string, file: string): string[] {
  try {
    const said = execFileSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' })
    return said.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  } catch {
    return []
  }
}

services('a reading of known_hosts beside that of ssh-keygen', () => {
  const PATTERNS = [
    'sw1',
    'sw1,sw2',
    'sw?',
    '*',
    '*.example.net',
    '[sw1]:22',
    '[sw1]:2222',
    '[*]:2222',
    '*,!sw1',
    '!sw1,*',
    'sw1,!*',
    'SW1',
    '10.0.0.1',
    '[10.0.0.*]:830',
    '2001:db8::1',
    '[2001:db8::1]:2222',
    '@revoked sw1',
    '@cert-authority *',
    '# sw1',
    '  sw1',
  ]
  const HOSTS = [
    ['sw1', 22],
    ['sw1', 2222],
    ['SW1', 22],
    ['sw2', 22],
    ['sw10', 22],
    ['a.example.net', 22],
    ['example.net', 22],
    ['10.0.0.1', 22],
    ['10.0.0.1', 830],
    ['2001:db8::1', 22],
    ['2001:db8::1', 2222],
  ] as const

  test.each([false, true])('T12 the same hosts are found, hashed: %s', async hashed => {
    const blob = Buffer.from(other.public.split(' ')[1] ?? '', 'base64')
    let compared = 0
    for (const [at, pattern] of PATTERNS.entries()) {
      const file = join(dir, `patterns-${hashed}-${at}`)
      writeFileSync(file, `${pattern} ${other.public}\n`)
      if (hashed) hashKnownHosts(file)
      const known = await readKnownHosts(file)
      for (const [host, port] of HOSTS) {
        const name = port === 22 ? host : `[${host}]:${port}`
        // ssh looks for the name in lower case; ssh-keygen leaves that to whoever types.
        const lines = found(name.toLowerCase(), file)
        const theirs = lines.some(line => line.startsWith('@revoked'))
          ? 'revoked'
          : lines.some(line => !line.startsWith('@'))
            ? 'known'
            : 'unknown'
        const ours = keyStatus(known, { host, port, blob })
        expect(ours, `${pattern} for ${name}`).toBe(theirs)
        compared += 1
      }
    }
    expect(compared).toBe(PATTERNS.length * HOSTS.length)
  })
})
