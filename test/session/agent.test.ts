// Logging in with an SSH agent: a small one of our own behind a socket, so that nothing need be installed.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuthContext, ParsedKey } from 'ssh2'
import ssh2 from 'ssh2'
import { describe, expect, onTestFinished, test } from 'vitest'
import { newHostKey } from '../../src/lab/host-key.ts'
import { openConnection } from '../../src/session/connect.ts'
import type { SessionError } from '../../src/session/errors.ts'
import { FAST, HOST, startDevice, TRUSTING, USER } from './scripted-device.ts'

function newKey(type: 'ed25519' | 'rsa' = 'ed25519'): ParsedKey {
  const pair = type === 'rsa' ? ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }) : newHostKey()
  const parsed = ssh2.utils.parseKey(pair.private)
  if (parsed instanceof Error) throw parsed
  return Array.isArray(parsed) ? (parsed[0] as ParsedKey) : parsed
}

/** Serves the agent protocol; counts what it was asked to sign. */
async function startAgent(
  keys: readonly ParsedKey[],
  signs = true,
): Promise<{ socket: string; signed: () => number }> {
  const dir = await mkdtemp(join(tmpdir(), 'smartlic-agent-'))
  const socket = join(dir, 'agent.sock')
  let signed = 0
  const server = createServer(stream => {
    const agent = new ssh2.AgentProtocol(false)
    agent.on('identities', request => agent.getIdentitiesReply(request, [...keys]))
    agent.on('sign', (request, publicKey, data) => {
      const blob = Buffer.isBuffer(publicKey) ? publicKey : publicKey.getPublicSSH()
      const key = keys.find(one => one.getPublicSSH().equals(blob))
      const signature = signs ? key?.sign(data) : undefined
      if (signature === undefined || signature instanceof Error) return agent.failureReply(request)
      signed += 1
      agent.signReply(request, signature)
    })
    stream.on('error', () => undefined)
    stream.pipe(agent).pipe(stream)
  })
  await new Promise<void>(resolve => server.listen(socket, resolve))
  onTestFinished(async () => {
    await new Promise(resolve => server.close(resolve))
    await rm(dir, { recursive: true, force: true })
  })
  return { socket, signed: () => signed }
}

/** Accepts the one key, its signature checked as a server does. */
function acceptOnly(key: ParsedKey, seen: string[] = []): (context: AuthContext) => void {
  return context => {
    seen.push(context.method)
    if (context.method !== 'publickey' || !context.key.data.equals(key.getPublicSSH()))
      return context.reject(['publickey'])
    if (context.signature === undefined || context.blob === undefined) return context.accept()
    if (key.verify(context.blob, context.signature, context.hashAlgo) === true) context.accept()
    else context.reject(['publickey'])
  }
}

async function open(
  port: number,
  agent: string,
  more: { password?: string } = {},
  legacyCrypto = false,
): Promise<void> {
  const connection = await openConnection(
    { host: HOST, port, credentials: { username: USER, agent, ...more } },
    { hostKeys: TRUSTING, legacyCrypto, limits: FAST },
  )
  connection.end()
}

describe('T13 an agent', () => {
  test('the key the device takes is found among those it holds', async () => {
    const [other, right] = [newKey(), newKey()]
    const agent = await startAgent([other, right])
    const device = await startDevice({ auth: acceptOnly(right) })
    onTestFinished(() => device.close())
    await open(device.port, agent.socket)
    expect(agent.signed()).toBe(1)
  })

  test('comes after the password, where the device takes one', async () => {
    const key = newKey()
    const agent = await startAgent([key])
    const seen: string[] = []
    const onlyKey = acceptOnly(key)
    const device = await startDevice({
      auth: context => {
        seen.push(context.method)
        if (context.method === 'publickey') onlyKey(context)
        else context.reject(['password', 'publickey'])
      },
    })
    onTestFinished(() => device.close())
    await open(device.port, agent.socket, { password: 'not-the-one' })
    expect(seen.slice(0, 3)).toEqual(['none', 'password', 'publickey'])
  })

  test('without the right key the login is refused, and nothing was signed', async () => {
    const agent = await startAgent([newKey()])
    const device = await startDevice({ auth: acceptOnly(newKey()) })
    onTestFinished(() => device.close())
    const error = (await open(device.port, agent.socket).catch((thrown: unknown) => thrown)) as SessionError
    expect(error.kind).toBe('auth-failed')
    expect(agent.signed()).toBe(0)
  })

  test('that is not there is named', async () => {
    const device = await startDevice({ auth: acceptOnly(newKey()) })
    onTestFinished(() => device.close())
    const error = (await open(device.port, '/nonexistent/agent.sock').catch(
      (thrown: unknown) => thrown,
    )) as SessionError
    expect(['auth-key', 'auth-failed']).toContain(error.kind)
    expect(error.message).toMatch(/agent/)
  })
})

describe('T20 an RSA key and a server of old', () => {
  /** Names no signature algorithms, as servers before 2016: only `ssh-rsa` with SHA-1 is left. */
  const oldServer = async (key: ParsedKey): Promise<number> => {
    const device = await startDevice({
      auth: acceptOnly(key),
      ident: 'Cisco-1.25',
      noSignatureAlgorithms: true,
    })
    onTestFinished(() => device.close())
    return device.port
  }
  const failure = async (port: number, agent: string, legacy = false): Promise<SessionError> =>
    (await open(port, agent, {}, legacy).catch((thrown: unknown) => thrown)) as SessionError

  test('is signed for only where old algorithms are allowed', async () => {
    const key = newKey('rsa')
    const agent = await startAgent([key])
    const error = await failure(await oldServer(key), agent.socket)
    expect(error.kind).toBe('auth-key')
    expect(error.message).toContain('--legacy-crypto')
    expect(agent.signed()).toBe(0)
    await open(await oldServer(key), agent.socket, {}, true)
    expect(agent.signed()).toBe(1)
  })

  test('an agent that makes no SHA-1 signature is told apart from a refused key', async () => {
    const key = newKey('rsa')
    const agent = await startAgent([key], false)
    const error = await failure(await oldServer(key), agent.socket, true)
    expect(error.kind).toBe('auth-key')
    expect(error.message).toContain('the SSH agent does not make one')
  })
})
