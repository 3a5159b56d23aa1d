// Getting a shell: each stage fails as itself, and secrets stay out of every message. T numbers: requirements.md.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuthContext } from 'ssh2'
import ssh2 from 'ssh2'
import { afterEach, describe, expect, test } from 'vitest'
import { mismatch, offeredAlgorithms, readHello } from '../../src/session/algorithms.ts'
import type { Credentials } from '../../src/session/auth.ts'
import { type Connection, openConnection } from '../../src/session/connect.ts'
import type { SessionError } from '../../src/session/errors.ts'
import type { HostKeyPolicy } from '../../src/session/hostkeys.ts'
import { checkPrivateKey } from '../../src/session/key.ts'
import type { SessionLimits } from '../../src/session/limits.ts'
import {
  type Device,
  FAST,
  HOST,
  KEY,
  PASSWORD,
  type Script,
  startDevice,
  TRUSTING,
  USER,
} from './scripted-device.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step()
})

interface Attempt {
  credentials?: Credentials
  hostKeys?: HostKeyPolicy
  legacyCrypto?: boolean
  limits?: SessionLimits
}

async function open(port: number, attempt: Attempt = {}): Promise<Connection> {
  const connection = await openConnection(
    { host: HOST, port, credentials: attempt.credentials ?? { username: USER, password: PASSWORD } },
    {
      hostKeys: attempt.hostKeys ?? TRUSTING,
      legacyCrypto: attempt.legacyCrypto === true,
      limits: attempt.limits ?? FAST,
    },
  )
  cleanUp.unshift(async () => connection.end())
  return connection
}

async function device(script: Script): Promise<Device> {
  const started = await startDevice(script)
  cleanUp.push(() => started.close())
  return started
}

async function failure(port: number, attempt: Attempt = {}): Promise<SessionError> {
  return open(port, attempt).then(
    () => {
      throw new Error('connected, which it should not')
    },
    (error: SessionError) => {
      expect(JSON.stringify([error.message, error.stack, error])).not.toContain(PASSWORD)
      return error
    },
  )
}

async function rawServer(onConnection: Parameters<typeof createServer>[1]): Promise<number> {
  const server: Server = createServer(onConnection ?? (() => undefined))
  await new Promise<void>(resolve => server.listen(0, HOST, resolve))
  cleanUp.push(() => new Promise(resolve => server.close(resolve)))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('T5 T6 the network', () => {
  test('refused', async () => {
    const port = await rawServer(() => undefined)
    for (const step of cleanUp.splice(0)) await step()
    expect((await failure(port)).kind).toBe('refused')
  })

  test('closed before it spoke SSH', async () => {
    const { port } = await device({ dropConnections: true })
    expect((await failure(port)).kind).toBe('closed-before-ident')
  })

  test('open but silent', async () => {
    const port = await rawServer(socket => {
      cleanUp.unshift(async () => socket.destroy())
    })
    const error = await failure(port, { limits: { ...FAST, identMs: 100 } })
    expect(error.kind).toBe('closed-before-ident')
  })

  test('a server that stops in the key exchange', async () => {
    const port = await rawServer(socket => {
      cleanUp.unshift(async () => socket.destroy())
      socket.write('SSH-2.0-Cisco-1.25\r\n')
    })
    expect((await failure(port, { limits: { ...FAST, handshakeMs: 150 } })).kind).toBe('handshake-timeout')
  })

  test('a name nobody has', async () => {
    const error = await openConnection(
      { host: 'no-such-host.invalid', port: 22, credentials: { username: USER } },
      {
        hostKeys: TRUSTING,
        legacyCrypto: false,
        limits: { ...FAST, connectMs: 3_000 },
      },
    ).catch((thrown: SessionError) => thrown)
    expect(['dns', 'connect-timeout']).toContain((error as SessionError).kind)
  })

  test('T44 the ident is read for platform detection', async () => {
    const { port } = await device({ ident: 'Cisco-2.0' })
    expect((await open(port)).ident).toBe('Cisco-2.0')
  })
})

describe('logging in', () => {
  const reject =
    (...methods: string[]) =>
    (context: AuthContext): void =>
      context.reject(methods as never)

  test('T7 T13 a wrong password is sent once', async () => {
    let tries = 0
    const { port } = await device({
      auth: context => {
        if (context.method !== 'none') tries += 1
        context.reject(['password', 'keyboard-interactive'])
      },
    })
    const error = await failure(port)
    expect(error.kind).toBe('auth-failed')
    expect(error.mayPass).toBe(false)
    expect(tries).toBe(1)
  })

  test('T13 keyboard-interactive carries the password when the device takes nothing else', async () => {
    const { port } = await device({
      auth: context => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
        context.prompt([{ prompt: 'Password: ', echo: false }], answers => {
          if (answers[0] === PASSWORD) context.accept()
          else context.reject()
        })
      },
    })
    await open(port)
  })

  test('T13 a question asked again does not get the password again', async () => {
    const answers: string[] = []
    const { port } = await device({
      auth: context => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
        const ask = (): void => {
          context.prompt([{ prompt: 'Password: ', echo: false }], given => {
            answers.push(...given)
            ask()
          })
        }
        ask()
      },
    })
    expect((await failure(port)).kind).toBe('auth-failed')
    expect(answers).toEqual([PASSWORD])
  })

  test.each([
    ['Passcode from your token and PIN: ', 'One-time code: ', 'auth-needs-interaction'],
    ['Enter new password: ', undefined, 'password-expired'],
    ['Verification code: ', undefined, 'auth-needs-interaction'],
  ] as const)('T14 T17 %s is not answered', async (first, second, kind) => {
    const given: string[] = []
    const { port } = await device({
      auth: context => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
        const prompts = [first, ...(second === undefined ? [] : [second])].map(prompt => ({
          prompt,
          echo: false,
        }))
        context.prompt(prompts, answers => {
          given.push(...answers)
          context.reject()
        })
      },
    })
    expect((await failure(port)).kind).toBe(kind)
    expect(given).toEqual([])
  })

  const pair = ssh2.utils.generateKeyPairSync('ecdsa', {
    bits: 256,
    passphrase: 'phrase-1',
    cipher: 'aes256-cbc',
    rounds: 1,
  })
  const publicBlob = Buffer.from(pair.public.split(' ')[1] ?? '', 'base64')

  test('T13 an encrypted private key', async () => {
    const data = Buffer.from(pair.private)
    expect(checkPrivateKey(data, undefined)).toBe('encrypted')
    expect(checkPrivateKey(data, 'wrong')).toBe('wrong-passphrase')
    expect(checkPrivateKey(data, 'phrase-1')).toBe('ok')
    expect(checkPrivateKey(Buffer.from('no key'), undefined)).toBe('unusable')
    const { port } = await device({
      auth: context =>
        context.method === 'publickey' && context.key.data.equals(publicBlob)
          ? context.accept()
          : context.reject(['publickey']),
    })
    await open(port, { credentials: { username: USER, key: { data, passphrase: 'phrase-1' } } })
  })

  test('T13 a method the device does not offer is not tried', async () => {
    const { port } = await device({ auth: reject('publickey') })
    const error = await failure(port)
    expect(error.kind).toBe('auth-failed')
    expect(error.message).toContain('publickey')
  })

  test('T5 an AAA server that never answers', async () => {
    const { port } = await device({
      auth: context => (context.method === 'none' ? context.reject(['password']) : undefined),
    })
    expect((await failure(port, { limits: { ...FAST, authMs: 150 } })).kind).toBe('auth-timeout')
  })
})

describe('host keys', () => {
  test('T12 a changed key ends the connection before any login', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'smartlic-connect-'))
    cleanUp.push(() => rm(dir, { recursive: true, force: true }))
    const file = join(dir, 'known_hosts')
    let logins = 0
    const { port } = await device({
      auth: context => {
        logins += 1
        context.reject(['password'])
      },
    })
    const old = ssh2.utils.generateKeyPairSync('ed25519').public.split(' ').slice(0, 2).join(' ')
    await writeFile(file, `[${HOST}]:${port} ${old}\n`)
    for (const mode of ['off', 'accept-new', 'strict'] as const) {
      expect((await failure(port, { hostKeys: { mode, file } })).kind).toBe('hostkey-changed')
    }
    expect(logins).toBe(0)
    await writeFile(file, `[${HOST}]:${port} ${KEY.public.split(' ').slice(0, 2).join(' ')}\n`)
    expect((await failure(port, { hostKeys: { mode: 'strict', file } })).kind).toBe('auth-failed')
  })
})

describe('T3 old algorithms', () => {
  test('named with the flag that helps, and reachable with it', async () => {
    const { port } = await device({
      algorithms: { kex: ['diffie-hellman-group14-sha1'], cipher: ['aes128-cbc'], hmac: ['hmac-sha1'] },
    })
    const error = await failure(port)
    expect(error.kind).toBe('algorithm-mismatch')
    expect(error.message).toContain('diffie-hellman-group14-sha1')
    expect(error.message).toContain('--legacy-crypto')
    expect((await open(port, { legacyCrypto: true })).ident).toBe('Cisco-1.25')
  })

  test('T4 group exchange only with a Cisco-1.x ident is out of reach of the library; the program ssh is named', () => {
    const hello = { ident: 'Cisco-1.25', kex: ['diffie-hellman-group-exchange-sha1'] }
    expect(mismatch('Handshake failed: no matching key exchange algorithm', hello, false).message).toContain(
      '--transport ssh',
    )
  })

  test('what is on record for the host is offered first; nothing unsupported is offered', () => {
    const offer = offeredAlgorithms(true, ['ssh-rsa']).serverHostKey as string[]
    expect(offer.slice(0, 3)).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'])
    expect(offer).toContain('ssh-dss')
    expect(offeredAlgorithms(false, []).serverHostKey).not.toContain('ssh-dss')
    expect(JSON.stringify(offeredAlgorithms(true, []))).not.toMatch(/blowfish|arcfour/)
  })

  test('a hello cut anywhere is read as far as it goes', () => {
    const list = (text: string): Buffer =>
      Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)])
    const payload = Buffer.concat([
      Buffer.from([20]),
      Buffer.alloc(16),
      ...['kex-a,kex-b', 'hk', 'c1', 'c2', 'm1', 'm2', '', '', '', ''].map(list),
    ])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(payload.length + 1)
    const whole = Buffer.concat([
      Buffer.from('banner line\r\nSSH-2.0-Cisco-1.25\r\n'),
      length,
      Buffer.from([0]),
      payload,
    ])
    for (let cut = 0; cut < whole.length; cut++) expect(readHello(whole.subarray(0, cut)).kex).toBeUndefined()
    expect(readHello(whole)).toEqual({
      ident: 'Cisco-1.25',
      kex: ['kex-a', 'kex-b'],
      hostKeys: ['hk'],
      ciphers: ['c1'],
      macs: ['m1'],
    })
  })
})
