// From a target to a shell on it, through its jump hosts when it has any.
import type { Duplex } from 'node:stream'
import type { ClientChannel } from 'ssh2'
import { quote } from './clean.ts'
import { SessionError, seconds, stopped } from './errors.ts'
import type { ShellChannel } from './inbox.ts'
import type { JumpHosts, JumpTarget } from './jump.ts'
import { type LoggedIn, type LoginOptions, type LoginTarget, logIn } from './login.ts'
import { openProxyCommand } from './proxy-command.ts'
import { openSocket } from './socket.ts'

export interface ConnectOptions extends LoginOptions {
  /** Address of this computer to call from. */
  readonly bind?: string
  /** Shared by all devices of a run. */
  readonly jumpHosts?: JumpHosts
  /** `ssh`: the system's program instead of the SSH library. */
  readonly transport?: Transport
}

export type Transport = 'library' | 'ssh'

export interface Connection {
  readonly channel: ShellChannel
  /** Software part of the SSH ident. */
  readonly ident: string
  /** SSH login banner; '' when none. */
  readonly banner: string
  /** Why there is no session after all, where that shows only later. */
  failure?(): SessionError | undefined
  /** Cuts the line; safe to call twice. */
  end(): void
}

const PTY = { term: 'vt100', cols: 511, rows: 511 } as const

export interface ConnectTarget extends LoginTarget {
  /** Nearest to this computer first. */
  readonly jump?: readonly JumpTarget[]
  /** Program whose standard input and output are the connection, as OpenSSH's ProxyCommand; run by the shell. */
  readonly proxyCommand?: string
}

/** @throws SessionError naming the stage that failed; the socket is closed then */
export async function openConnection(target: ConnectTarget, options: ConnectOptions): Promise<Connection> {
  if (options.transport === 'ssh') {
    const { openSystemSsh } = await import('./system-ssh.ts')
    return openSystemSsh(target, options)
  }
  const login = await logIn(() => openStream(target, options), target, options)
  try {
    const channel = await openShell(login, options)
    return { channel, ident: login.ident, banner: login.banner, end: login.end }
  } catch (error) {
    login.end()
    throw error
  }
}

async function openStream(target: ConnectTarget, options: ConnectOptions): Promise<Duplex> {
  const { host, port, jump = [], proxyCommand } = target
  if (jump.length > 0 && options.jumpHosts !== undefined)
    return options.jumpHosts.open(jump, host, port, options.signal)
  return proxyCommand === undefined
    ? openSocket(host, port, options)
    : openProxyCommand(proxyCommand, { host, port, username: target.credentials.username })
}

async function openShell({ ssh }: LoggedIn, { limits, signal }: ConnectOptions): Promise<ClientChannel> {
  let give: (error: SessionError) => void = () => undefined
  const early = new Promise<never>((_, reject) => {
    give = reject
  })
  const timer = setTimeout(
    () =>
      give(
        new SessionError(
          'shell-failed',
          `logged in, but no shell was opened within ${seconds(limits.shellMs)}`,
        ),
      ),
    limits.shellMs,
  )
  const onAbort = (): void => give(stopped())
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted === true) onAbort()
  try {
    return await Promise.race([ssh.requestShell(PTY), early])
  } catch (error) {
    if (error instanceof SessionError) throw error
    const message = error instanceof Error ? error.message : ''
    const said =
      message === '' || /No response from server/i.test(message)
        ? 'the device closed the connection'
        : quote(message)
    throw new SessionError(
      /limit|maximum/i.test(message) ? 'session-limit' : 'shell-failed',
      `logged in, but no shell was opened: ${said}`,
    )
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
