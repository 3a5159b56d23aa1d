// HOST arguments and secrets.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostKeyPolicy } from '../../src/app/check/host-keys.ts'
import { Secrets } from '../../src/app/check/secrets.ts'
import { resolve, type TargetInput, targetsOf } from '../../src/app/check/targets.ts'
import { devicesOf } from '../../src/app/devices.ts'
import { readSecret } from '../../src/inventory/credentials.ts'
import { parseHost } from '../../src/inventory/hosts.ts'

describe('T11 hosts', () => {
  test.each([
    ['sw1', { name: 'sw1', host: 'sw1' }],
    ['noc@sw1', { name: 'sw1', host: 'sw1', username: 'noc' }],
    [
      'noc@sw1.example.net:2222',
      { name: 'sw1.example.net:2222', host: 'sw1.example.net', port: 2222, username: 'noc' },
    ],
    ['10.0.0.1:22', { name: '10.0.0.1:22', host: '10.0.0.1', port: 22 }],
    ['::1', { name: '::1', host: '::1' }],
    ['noc@2001:db8::1', { name: '2001:db8::1', host: '2001:db8::1', username: 'noc' }],
    ['[::1]:2022', { name: '[::1]:2022', host: '::1', port: 2022 }],
    ['[fe80::1%eth0]', { name: '[fe80::1%eth0]', host: 'fe80::1%eth0' }],
    ['noc@ad.example@sw1', { name: 'sw1', host: 'sw1', username: 'noc@ad.example' }],
  ])('%s', (argument, expected) => {
    expect(parseHost(argument)).toEqual(expected)
  })

  test.each([
    '',
    '@sw1',
    'sw1:',
    'sw1:0',
    'sw1:70000',
    'sw1:22:33',
    'sw 1',
    '-oProxyCommand=x',
    'user:secret@sw1',
    '[sw1]:22',
    '[::1',
    'sw1/24',
    'sw1\n',
    'a;b',
  ])('%j is no host', argument => {
    if (argument.trim() === 'sw1') expect(parseHost(argument).host).toBe('sw1')
    else expect(() => parseHost(argument)).toThrow(/is no host/)
  })

  test('user and port are filled in, and a host named twice is read once', async () => {
    const input = await inputOf(['sw1', 'root@sw2', 'SW1', 'sw1:2222'], { username: 'noc', port: 22 })
    expect((await resolve(input)).map(({ username, host, port }) => `${username}@${host}:${port}`)).toEqual([
      'noc@sw1:22',
      'root@sw2:22',
      'noc@sw1:2222',
    ])
  })
})

async function inputOf(hosts: readonly string[], more: Partial<TargetInput> = {}): Promise<TargetInput> {
  return {
    devices: await devicesOf({ hosts }),
    sshConfig: false,
    hostKeys: { mode: 'strict', file: '/nonexistent' },
    hostKeysFixed: false,
    ...more,
  }
}

describe('T15 secrets', () => {
  let dir: string
  let file: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'smartlic-secret-'))
    file = join(dir, 'pw')
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  test('file: one line end is dropped, blanks stay', async () => {
    await writeFile(file, ' s3cret \r\n', { mode: 0o600 })
    expect(await readSecret({ label: 'password', file })).toBe(' s3cret ')
  })

  test.each([0o644, 0o640, 0o604])('file with mode %o is refused', async mode => {
    await writeFile(file, 's3cret\n')
    await chmod(file, mode)
    await expect(readSecret({ label: 'password', file })).rejects.toThrow(/chmod 600/)
  })

  test('missing, empty and several lines', async () => {
    await expect(readSecret({ label: 'password', file: join(dir, 'none') })).rejects.toThrow(/no such file/)
    await writeFile(file, '\n', { mode: 0o600 })
    await expect(readSecret({ label: 'password', file })).rejects.toThrow(/empty/)
    await writeFile(file, 's3cret\nsecond\n')
    await expect(readSecret({ label: 'password', file })).rejects.toThrow(/^((?!s3cret).)*$/)
  })

  test('command: a pipeline works', async () => {
    expect(await readSecret({ label: 'password', command: "echo 'x s3cret' | cut -d' ' -f2" })).toBe('s3cret')
  })

  test('command: its failure gives the exit code and never what it printed', async () => {
    const error = await readSecret({ label: 'password', command: 'echo s3cret; exit 7' }).catch(
      (thrown: Error) => thrown,
    )
    expect(String(error)).toContain('exit code 7')
    expect(String(error)).not.toContain('s3cret')
  })

  test('the order: file, command, environment, prompt', async () => {
    await writeFile(file, 'from-file\n', { mode: 0o600 })
    const ask = async (): Promise<string> => 'from-prompt'
    expect(await readSecret({ label: 'p', file, command: 'echo from-command', env: 'from-env', ask })).toBe(
      'from-file',
    )
    expect(await readSecret({ label: 'p', command: 'echo from-command', env: 'from-env', ask })).toBe(
      'from-command',
    )
    expect(await readSecret({ label: 'p', env: 'from-env', ask })).toBe('from-env')
    expect(await readSecret({ label: 'p', env: '', ask })).toBe('from-prompt')
    expect(await readSecret({ label: 'p' })).toBeUndefined()
  })

  test('targets get what was given; without a terminal nothing is asked', async () => {
    const defaults = { agent: false, enable: true }
    const target = async (env: Record<string, string>, more: object = {}) => {
      const input = await inputOf(['noc@sw1'], { platform: 'nx-os' })
      const secrets = new Secrets({
        defaults: { ...defaults, ...more },
        named: new Map(),
        env,
        interactive: false,
      })
      return (await targetsOf(await resolve(input), input, secrets))[0]
    }
    await expect(target({})).rejects.toThrow(/no way to log in/)
    expect(await target({ SMARTLIC_PASSWORD: 'p', SMARTLIC_ENABLE_PASSWORD: 'e' })).toEqual({
      name: 'sw1',
      host: 'sw1',
      port: 22,
      platform: 'nx-os',
      credentials: { username: 'noc', password: 'p', enableSecret: 'e' },
    })
    await expect(target({}, { agent: true })).rejects.toThrow(/SSH_AUTH_SOCK/)
    await expect(target({}, { identity: join(dir, 'no-key') })).rejects.toThrow(/private key/)
  })

  test('T12 host keys: asked at a terminal, strict without one, as told otherwise', () => {
    const base = { note: () => undefined, whileAsking: () => undefined }
    expect(hostKeyPolicy({ ...base, interactive: true }).mode).toBe('ask')
    expect(hostKeyPolicy({ ...base, interactive: false }).mode).toBe('strict')
    expect(hostKeyPolicy({ ...base, interactive: false, mode: 'off', file: '/x' })).toMatchObject({
      mode: 'off',
      file: '/x',
    })
  })
})
