// From an address to a logged-in SSH connection with a shell, stage by stage, each with its own limit and error.
import { type Socket, connect as tcpConnect } from 'node:net'
import { NodeSSH } from 'node-ssh'
import type { Client, ClientChannel } from 'ssh2'
import { mismatch, offeredAlgorithms, readHello, type ServerHello } from './algorithms.ts'
import { type Credentials, Login } from './auth.ts'
import { quote } from './clean.ts'
import { type ProblemKind, SessionError, seconds, stopped } from './errors.ts'
import { checkHostKey, type HostKeyPolicy, knownTypes, readKnownHosts } from './hostkeys.ts'
import type { SessionLimits } from './limits.ts'

export interface ConnectOptions {
  readonly hostKeys: HostKeyPolicy
  readonly legacyCrypto: boolean
  readonly limits: SessionLimits
  readonly signal?: AbortSignal
}

export interface Connection {
  readonly channel: ClientChannel
  /** Software part of the SSH ident. */
  readonly ident: string
  /** SSH login banner; '' when none. */
  readonly banner: string
  /** Cuts the line; safe to call twice. */
  end(): void
}

const HELLO_BYTES = 16_384
const PTY = { term: 'vt100', cols: 511, rows: 511 } as const

/** @throws SessionError naming the stage that failed; the socket is closed then */
export async function openConnection(
  host: string,
  port: number,
  credentials: Credentials,
  options: ConnectOptions,
): Promise<Connection> {
  const known = knownTypes(await readKnownHosts(options.hostKeys.file), host, port)
  const socket = await openSocket(host, port, options)
  try {
    return await logIn(socket, host, port, credentials, known, options)
  } catch (error) {
    socket.destroy()
    throw error
  }
}

async function openSocket(host: string, port: number, options: ConnectOptions): Promise<Socket> {
  const { connectMs } = options.limits
  return new Promise((resolve, reject) => {
    const socket = tcpConnect({ host, port, autoSelectFamily: true, keepAlive: true, noDelay: true })
    const fail = (error: SessionError): void => {
      cleanUp()
      socket.on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
    const timer = setTimeout(
      () =>
        fail(
          new SessionError(
            'connect-timeout',
            `no answer from port ${port} in ${seconds(connectMs)}; check the address and the access lists on the way`,
          ),
        ),
      connectMs,
    )
    const onAbort = (): void => fail(stopped())
    const cleanUp = (): void => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
      socket.removeAllListeners('connect')
      socket.removeAllListeners('error')
    }
    options.signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('error', (error: NodeJS.ErrnoException) => fail(socketError(error, host, port)))
    socket.once('connect', () => {
      cleanUp()
      resolve(socket)
    })
    if (options.signal?.aborted === true) onAbort()
  })
}

const SOCKET_ERRORS: Readonly<Record<string, readonly [ProblemKind, string]>> = {
  ENOTFOUND: ['dns', 'the name cannot be resolved; check its spelling'],
  EAI_AGAIN: ['dns', 'the name server does not answer; check the resolver of this computer'],
  ECONNREFUSED: ['refused', 'the port refuses connections; check that SSH is enabled and the port is right'],
  EHOSTUNREACH: ['unreachable', 'there is no route to the device'],
  ENETUNREACH: ['unreachable', 'there is no route to the network of the device'],
  ETIMEDOUT: ['connect-timeout', 'no answer; check the address and the access lists on the way'],
  ECONNRESET: [
    'closed-before-ident',
    'the device reset the connection; its VTY lines may be taken or its login rate reached',
  ],
}

function socketError(error: NodeJS.ErrnoException, host: string, port: number): SessionError {
  const [kind, text] = SOCKET_ERRORS[error.code ?? ''] ?? [
    'unreachable',
    `cannot connect (${error.code ?? error.name})`,
  ]
  return new SessionError(kind, `${quote(host)} port ${port}: ${text}`)
}

type Stage = 'ident' | 'handshake' | 'auth' | 'shell'

async function logIn(
  socket: Socket,
  host: string,
  port: number,
  credentials: Credentials,
  known: readonly string[],
  options: ConnectOptions,
): Promise<Connection> {
  const { limits } = options
  const ssh = new NodeSSH()
  let stage: Stage = 'ident'
  let hello: ServerHello = {}
  let banner = ''
  let keyProblem: SessionError | undefined
  let trusted: Buffer | undefined
  let rejectEarly: (error: SessionError) => void = () => undefined
  const early = new Promise<never>((_, reject) => {
    rejectEarly = reject
  })
  early.catch(() => undefined)
  const clock = new StageClock(limits, (at, ms) => rejectEarly(stageTimeout(at, ms)))
  const login = new Login(credentials, () => rejectEarly(login.problem ?? login.refused()))
  const onAbort = (): void => rejectEarly(stopped())
  options.signal?.addEventListener('abort', onAbort, { once: true })

  clock.enter('ident')
  const ready = ssh.connect({
    sock: socket,
    username: credentials.username,
    readyTimeout: 0,
    keepaliveInterval: 0,
    algorithms: offeredAlgorithms(options.legacyCrypto, known),
    authHandler: login.handler,
    hostVerifier: (blob: Buffer, verify: (ok: boolean) => void) => {
      // Asked again whenever new keys are agreed upon in the middle of a session: no second look, and no clock.
      if (trusted?.equals(blob) === true) {
        verify(true)
        return
      }
      // A person may take their time over the fingerprint.
      clock.stop()
      checkHostKey({ host, port, blob }, options.hostKeys).then(
        () => {
          trusted = Buffer.from(blob)
          clock.enter(stage)
          verify(true)
        },
        (error: unknown) => {
          keyProblem =
            error instanceof SessionError
              ? error
              : new SessionError('hostkey-file', 'the host key could not be checked')
          verify(false)
        },
      )
    },
  })
  ready.catch(() => undefined)
  // node-ssh makes its client before it first waits, so it can be listened to from here on.
  const client = ssh.connection as Client
  client.on('error', () => undefined)
  client.on('change password', login.changePassword)
  client.on('banner', text => {
    banner = (banner + text).slice(0, 8_192)
  })
  client.on('handshake', () => {
    if (stage !== 'handshake' && stage !== 'ident') return
    stage = 'auth'
    clock.enter('auth')
  })
  sniff(socket, found => {
    hello = found
    if (stage === 'ident' && hello.ident !== undefined) {
      stage = 'handshake'
      clock.enter('handshake')
    }
  })

  const end = (): void => {
    options.signal?.removeEventListener('abort', onAbort)
    ssh.dispose()
    socket.destroySoon()
  }
  try {
    await Promise.race([ready, early])
    stage = 'shell'
    clock.enter('shell')
    const channel = await Promise.race([ssh.requestShell(PTY), early])
    return { channel, ident: hello.ident ?? '', banner, end }
  } catch (error) {
    end()
    if (error instanceof SessionError) throw error
    throw keyProblem ?? login.problem ?? translate(error, stage, hello, login, options)
  } finally {
    clock.stop()
    options.signal?.removeEventListener('abort', onAbort)
  }
}

/** Looks at the plain start of the connection beside the SSH library, until the key exchange offer is complete. */
function sniff(socket: Socket, found: (hello: ServerHello) => void): void {
  let bytes = Buffer.alloc(0)
  const look = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk])
    const hello = readHello(bytes)
    if (hello.ident !== undefined) found(hello)
    if (hello.kex !== undefined || bytes.length > HELLO_BYTES) socket.removeListener('data', look)
  }
  socket.on('data', look)
}

/** One timer for whichever stage is running. */
class StageClock {
  private timer: NodeJS.Timeout | undefined
  private readonly limits: SessionLimits
  private readonly expired: (stage: Stage, ms: number) => void

  constructor(limits: SessionLimits, expired: (stage: Stage, ms: number) => void) {
    this.limits = limits
    this.expired = expired
  }

  enter(stage: Stage): void {
    this.stop()
    const { identMs, handshakeMs, authMs, shellMs } = this.limits
    const ms = { ident: identMs, handshake: handshakeMs, auth: authMs, shell: shellMs }[stage]
    this.timer = setTimeout(() => this.expired(stage, ms), ms)
  }

  stop(): void {
    clearTimeout(this.timer)
  }
}

function stageTimeout(stage: Stage, ms: number): SessionError {
  const after = seconds(ms)
  if (stage === 'ident')
    return new SessionError(
      'closed-before-ident',
      `the port is open but no SSH server spoke within ${after}; its VTY lines may be taken`,
    )
  if (stage === 'handshake')
    return new SessionError('handshake-timeout', `the SSH key exchange was not done within ${after}`)
  if (stage === 'auth')
    return new SessionError(
      'auth-timeout',
      `the login was not answered within ${after}; the AAA server may be out of reach`,
    )
  return new SessionError('shell-failed', `logged in, but no shell was opened within ${after}`)
}

function translate(
  error: unknown,
  stage: Stage,
  hello: ServerHello,
  login: Login,
  options: ConnectOptions,
): SessionError {
  const thrown = error as NodeJS.ErrnoException & { level?: string }
  const message = thrown.message ?? ''
  if (/no matching/i.test(message)) return mismatch(message, hello, options.legacyCrypto)
  if (thrown.level === 'client-authentication' || /authentication methods failed/i.test(message))
    return login.refused()
  if (thrown.level === 'agent')
    return new SessionError(
      'auth-key',
      'the SSH agent could not be used; check SSH_AUTH_SOCK and that it holds a key',
    )
  if (stage === 'ident') {
    return new SessionError(
      'closed-before-ident',
      'the device closed the connection before it spoke SSH; its VTY lines may be taken or its login rate reached',
    )
  }
  const said =
    message === '' || /No response from server/i.test(message)
      ? 'the device closed the connection'
      : quote(message)
  if (stage === 'handshake')
    return new SessionError('handshake-failed', `the SSH key exchange failed: ${said}`)
  if (stage === 'auth') return new SessionError('auth-failed', `the login failed: ${said}`)
  return new SessionError(
    /limit|maximum/i.test(message) ? 'session-limit' : 'shell-failed',
    `logged in, but no shell was opened: ${said}`,
  )
}
