// The SSH client configuration, read as OpenSSH reads it: Include, Match, and what each keyword changes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services } from './available.ts'
import { type Checked, type CheckOptions, checkTargets, QUICK } from './cli.ts'
import { type Agent, type KeyPair, makeKey, startAgent } from './keys.ts'
import { freePort, type Sshd, startSshd } from './sshd.ts'
import { expectRead } from './verify.ts'

const device = 'nx-classic-direct'

services('the SSH client configuration', () => {
  let dir: string
  let key: KeyPair
  let server: Sshd
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-keys-'))
    key = makeKey(dir, 'user')
    server = await startSshd({ device, authorized: [key.public] })
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  /** Where the server is, who logs in, and with what. */
  const reach = (to = server): string =>
    `  HostName ${to.address}\n  Port ${to.port}\n  User ${to.user}\n  IdentityFile ${key.file}\n`
  const run = (files: Readonly<Record<string, string>>, options: CheckOptions = {}): Promise<Checked> =>
    checkTargets(['leaf'], {
      ownKnownHosts: true,
      knownHosts: server.knownHosts,
      ...options,
      files,
      args: [...QUICK, ...(options.args ?? ['--ssh-config', 'DIR/config'])],
    })
  const TRUSTED = '  UserKnownHostsFile DIR/known_hosts\n'

  test('T18 host, port, user, key and known hosts from a Host block', async () => {
    expectRead(await run({ config: `Host leaf\n${reach()}${TRUSTED}` }))
  })

  test('T13 T18 of several key files each is tried until one fits', async () => {
    const strange = makeKey(dir, 'strange')
    const locked = makeKey(dir, 'shut', 'ed25519', 'open sesame')
    const config = `Host leaf\n  IdentityFile ${locked.file}\n  IdentityFile ${strange.file}\n${reach()}${TRUSTED}`
    expectRead(await run({ config }))
  })

  test('T18 ~/.ssh/config is read unasked, and left alone with --no-ssh-config', async () => {
    const files = { '.ssh/config': `Host leaf\n${reach()}${TRUSTED}` }
    expectRead(await run(files, { args: [] }))
    const without = await run(files, {
      args: ['--no-ssh-config', '--identity', key.file, '-p', String(await freePort())],
    })
    expect(without.problem?.kind).toMatch(/dns|refused|unreachable/)
  })

  test('T18 Include, Match host, Match exec', async () => {
    const result = await run({
      config: 'Include DIR/conf.d/*.conf\n',
      'conf.d/10-site.conf': `Match originalhost leaf exec "test -e DIR/marker"\n${TRUSTED}`,
      'conf.d/20-hosts.conf': `Host le?f !leak\n${reach()}`,
      marker: '',
    })
    expectRead(result)
  })

  test('T12 T18 a Match that does not hold changes nothing: the host key stays unknown', async () => {
    const result = await run(
      {
        config: `Match originalhost leaf exec "test -e DIR/marker"\n  StrictHostKeyChecking accept-new\nHost leaf\n${reach()}${TRUSTED}`,
        known_hosts: '',
      },
      { knownHosts: '' },
    )
    expect(result.problem?.kind).toBe('hostkey-unknown')
    expect(result.knownHosts).toBe('')
  })

  test('T12 T18 StrictHostKeyChecking accept-new stores the key; the command line goes first', async () => {
    const config = `Host leaf\n${reach()}${TRUSTED}  StrictHostKeyChecking accept-new\n`
    const result = await run({ config }, { knownHosts: '' })
    expectRead(result)
    expect(result.knownHosts).toBe(server.knownHosts)
    const strict = await run(
      { config },
      { knownHosts: '', args: ['--ssh-config', 'DIR/config', '--host-key', 'strict'] },
    )
    expect(strict.problem?.kind).toBe('hostkey-unknown')
  })

  test('T3 T18 algorithms added for one host reach an old server without --legacy-crypto', async () => {
    const old = await startSshd({
      device,
      authorized: [key.public],
      config: ['KexAlgorithms diffie-hellman-group14-sha1', 'Ciphers aes128-cbc', 'MACs hmac-sha1'],
    })
    try {
      const more = '  KexAlgorithms +diffie-hellman-group14-sha1\n  Ciphers +aes128-cbc\n  MACs ^hmac-sha1\n'
      for (const also of ['', 'Match all\n']) {
        const config = `Host leaf\n${reach(old)}${TRUSTED}${more}${also}`
        expectRead(await run({ config }, { knownHosts: old.knownHosts }))
      }
    } finally {
      await old.stop()
    }
  })

  test('T13 T18 a key file that is not there is passed over, as ssh does', async () => {
    const config = `Host leaf\n  IdentityFile DIR/no-such-key\n${reach()}${TRUSTED}`
    expectRead(await run({ config }))
  })

  test('T13 T18 an encrypted key file does not stand in the way of the agent that holds the key', async () => {
    const locked = makeKey(dir, 'locked', 'ed25519', 'correct horse 42')
    let agent: Agent | undefined
    try {
      agent = startAgent(dir, [key.file])
      const config = `Host leaf\n${reach().replace(key.file, locked.file)}${TRUSTED}`
      const env = { SSH_AUTH_SOCK: agent.socket }
      const args = ['--ssh-config', 'DIR/config', '--agent']
      expectRead(await run({ config }, { env, args }))
      const hinted = `Host leaf\n${reach().replace(key.file, locked.file)}  IdentityAgent ${agent.socket}\n${TRUSTED}`
      expectRead(await run({ config: hinted }))
    } finally {
      agent?.stop()
    }
  })

  test('a configuration ssh refuses is told in its own words', async () => {
    const result = await run({ config: `NoSuchKeyword yes\nInclude DIR/none\nHost leaf\n${reach()}` })
    expect(result.code).toBe(3)
    expect(result.stderr).toMatch(/NoSuchKeyword|nosuchkeyword/)
    expect(result.stderr).toContain('--no-ssh-config')
  })
})
