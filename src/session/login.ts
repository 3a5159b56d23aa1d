// From a stream to a logged-in SSH connection, stage by stage, each with its own limit and error.
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { NodeSSH } from 'node-ssh'
import type { Client } from 'ssh2'
import {
  type AlgorithmWishes,
  mismatch,
  offeredAlgorithms,
  readHello,
  type ServerHello,
} from './algorithms.ts'
import { type Credentials, Login } from './auth.ts'
import { quote } from './clean.ts'
import { SessionError, seconds, stopped } from './errors.ts'
import { checkHostKey, type HostKeyPolicy, knownTypes, readRecords } from './hostkeys.ts'
import type { SessionLimits } from './limits.ts'

export interface LoginTarget {
  /** Name or address as known_hosts has it. */
  readonly host: string
  readonly port: number
  readonly credentials: Credentials
  /** Lists as OpenSSH's configuration has them. */
  readonly algorithms?: AlgorithmWishes
}

export interface LoginOptions {
  readonly hostKeys: HostKeyPolicy
  readonly legacyCrypto: boolean
  readonly limits: SessionLimits
  readonly signal?: AbortSignal
}

export interface LoggedIn {
  readonly ssh: NodeSSH
  readonly client: Client
  /** Software part of the SSH ident. */
  readonly ident: string
  /** SSH login banner; '' when none. */
  readonly banner: string
  /** Cuts the line; safe to call twice. */
  end(): void
}

const HELLO_BYTES = 16_384

type Stage = 'ident' | 'handshake' | 'auth'

/**
 * Opens the stream and speaks SSH on it up to the end of the login.
 * @throws SessionError naming the stage that failed; the stream is destroyed then
 */
export async function logIn(
  open: () => Promise<Duplex>,
  { host, port, credentials, algorithms }: LoginTarget,
  options: LoginOptions,
): Promise<LoggedIn> {
  // Before the stream: one that closes while nobody listens would be noticed by its time limit only.
  const known = knownTypes(await readRecords(options.hostKeys), {
    host,
    port,
    alias: options.hostKeys.alias,
  })
  const stream = await open()
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
  const login = new Login(credentials, {
    host,
    legacyCrypto: options.legacyCrypto,
    giveUp: () => rejectEarly(login.problem ?? login.refused()),
    asking: asking => (asking ? clock.stop() : clock.enter('auth')),
  })
  const onAbort = (): void => rejectEarly(stopped())
  options.signal?.addEventListener('abort', onAbort, { once: true })

  gatherIdent(stream)
  clock.enter('ident')
  const ready = ssh.connect({
    sock: stream,
    username: credentials.username,
    readyTimeout: 0,
    keepaliveInterval: 0,
    algorithms: offeredAlgorithms(options.legacyCrypto, known, algorithms),
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
  sniff(stream, found => {
    hello = found
    if (stage === 'ident' && hello.ident !== undefined) {
      stage = 'handshake'
      clock.enter('handshake')
    }
  })

  const end = (): void => {
    options.signal?.removeEventListener('abort', onAbort)
    ssh.dispose()
    if (stream instanceof Socket) stream.destroySoon()
    else stream.destroy()
  }
  try {
    await Promise.race([ready, early])
    return { ssh, client, ident: hello.ident ?? '', banner, end }
  } catch (error) {
    end()
    if (error instanceof SessionError) throw error
    throw keyProblem ?? login.problem ?? translate(error, stage, hello, login, options)
  } finally {
    clock.stop()
    options.signal?.removeEventListener('abort', onAbort)
  }
}

/** The SSH library loses bytes of an ident line that comes in more than two pieces: it gets the line in one. */
function gatherIdent(stream: Duplex): void {
  const emit = stream.emit
  let held = Buffer.alloc(0)
  stream.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== 'data') return emit.call(stream, event, ...args)
    held = Buffer.concat([held, args[0] as Buffer])
    if (readHello(held).ident === undefined && held.length < HELLO_BYTES) return true
    stream.emit = emit
    return emit.call(stream, 'data', held)
  }
}

/** Looks at the plain start of the connection beside the SSH library, until the key exchange offer is complete. */
function sniff(socket: Duplex, found: (hello: ServerHello) => void): void {
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
    const { identMs, handshakeMs, authMs } = this.limits
    const ms = { ident: identMs, handshake: handshakeMs, auth: authMs }[stage]
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
  return new SessionError(
    'auth-timeout',
    `the login was not answered within ${after}; the AAA server may be out of reach`,
  )
}

function translate(
  error: unknown,
  stage: Stage,
  hello: ServerHello,
  login: Login,
  options: LoginOptions,
): SessionError {
  const thrown = error as NodeJS.ErrnoException & { level?: string }
  const message = thrown.message ?? ''
  if (/no matching/i.test(message)) return mismatch(message, hello, options.legacyCrypto)
  if (thrown.level === 'client-authentication' || /authentication methods failed/i.test(message))
    return login.refused()
  if (/too many authentication failures/i.test(message)) return login.tooMany()
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
  return new SessionError('auth-failed', `the login failed: ${said}`)
}
