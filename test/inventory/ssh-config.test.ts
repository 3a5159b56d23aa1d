// What ~/.ssh/config says of a host, by `ssh -G` and by the library.

import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sshSettings } from '../../src/inventory/ssh-config.ts'

let folder = ''
let file = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smartlic-ssh-config-'))
  file = join(folder, 'config')
  await writeFile(join(folder, 'more'), 'Host far\n  Port 2200\n')
  await writeFile(
    file,
    `Include ${folder}/more
Host sw1
  HostName 10.0.0.1
  User noc
  Port 2022
  IdentityFile ~/.ssh/net
  IdentitiesOnly yes
  ProxyJump ops@bastion:2222,inner
  UserKnownHostsFile ${folder}/known other
  GlobalKnownHostsFile ${folder}/system
  HostKeyAlias console-7
  StrictHostKeyChecking accept-new
  KexAlgorithms +diffie-hellman-group14-sha1
Host *.lab
  HostName %h.example.net
  ProxyCommand nc %h %p
Match host evil exec "touch ${folder}/ran"
  User stranger
`,
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const hasSsh = spawnSync('ssh', ['-V']).status === 0

describe.each([
  ...(hasSsh ? [['ssh -G', {}]] : []),
  ['the library', { ssh: '' }],
  ['a missing ssh binary', { ssh: '/nonexistent/ssh' }],
] as [string, { ssh?: string }][])('T18 ssh_config by %s', (_name, options) => {
  const ask = (host: string, more = {}) => sshSettings(host, { file, ...options, ...more })

  test('a host of the configuration', async () => {
    const { algorithms, ...settings } = await ask('sw1')
    expect(settings).toEqual({
      host: '10.0.0.1',
      port: 2022,
      username: 'noc',
      identities: [join(homedir(), '.ssh', 'net')],
      identitiesOnly: true,
      jump: ['ops@bastion:2222', 'inner'],
      knownHosts: [join(folder, 'known'), 'other'],
      globalKnownHosts: [join(folder, 'system')],
      hostKeyAlias: 'console-7',
      strictHostKeyChecking: 'accept-new',
    })
    expect(algorithms?.kex).toContain('diffie-hellman-group14-sha1')
  })

  test('patterns and tokens', async () => {
    expect(await ask('a.lab')).toMatchObject({
      host: 'a.lab.example.net',
      proxyCommand: expect.stringMatching(/^nc /),
    })
  })

  test('a host it does not name is left alone', async () => {
    expect(await ask('10.9.9.9')).toEqual({})
  })
})

test.runIf(hasSsh)('Include is followed by ssh', async () => {
  expect(await sshSettings('far', { file })).toEqual({ port: 2200 })
})

test('without ssh nothing of Match exec is run', async () => {
  expect(await sshSettings('evil', { file, ssh: '' })).toEqual({})
  await expect(rm(join(folder, 'ran'))).rejects.toThrow('ENOENT')
})

test('a file that is not there', async () => {
  await expect(sshSettings('sw1', { file: join(folder, 'none') })).rejects.toThrow('check the path')
})

test.runIf(hasSsh)('a broken file is told in words of ssh', async () => {
  const broken = join(folder, 'broken')
  await writeFile(broken, 'Match all\n  Frobnicate yes\n')
  await expect(sshSettings('x', { file: broken })).rejects.toThrow(
    /ssh cannot read .*broken: .*frobnicate.*--no-ssh-config/i,
  )
})
