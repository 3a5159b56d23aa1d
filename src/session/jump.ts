// Jump hosts: one SSH connection to each, shared by every device behind it, with its own host key check and login.
import type { Duplex } from 'node:stream'
import { quote } from './clean.ts'
import { SessionError, seconds, stopped } from './errors.ts'
import type { HostKeyPolicy } from './hostkeys.ts'
import { type LoggedIn, type LoginOptions, type LoginTarget, logIn } from './login.ts'
import { openProxyCommand } from './proxy-command.ts'
import { openSocket } from './socket.ts'

export interface JumpTarget extends LoginTarget {
  /** Names it in messages. */
  readonly name: string
  /** Connections through it at the same time. */
  readonly limit?: number
  /** Replaces the run's policy for this one hop. */
  readonly hostKeys?: HostKeyPolicy
  /** The way to the first hop, as OpenSSH's ProxyCommand; another hop is the way to the next. */
  readonly proxyCommand?: string
}

/** sshd's MaxSessions does not count forwarded connections, but its administrators do. */
const DEFAULT_LIMIT = 20

export interface JumpOptions extends LoginOptions {
  readonly bind?: string
}

/** The jump hosts of one run. `signal` ends them all. */
export class JumpHosts {
  private readonly options: JumpOptions
  private readonly hosts = new Map<string, JumpConnection>()

  constructor(options: JumpOptions) {
    this.options = options
  }

  /**
   * A stream to a device through a chain of jump hosts.
   * @param chain nearest to this computer first, at least one
   * @param signal ends the waiting for this one stream
   * @throws SessionError naming the hop that failed
   */
  async open(
    chain: readonly JumpTarget[],
    host: string,
    port: number,
    signal: AbortSignal | undefined,
  ): Promise<Duplex> {
    const last = this.connection(chain)
    if (last === undefined) return openSocket(host, port, this.options)
    return last.forward(host, port, signal)
  }

  /** Cuts every connection. */
  end(): void {
    for (const host of [...this.hosts.values()].reverse()) host.end()
    this.hosts.clear()
  }

  private connection(chain: readonly JumpTarget[]): JumpConnection | undefined {
    const target = chain.at(-1)
    if (target === undefined) return undefined
    const key = JSON.stringify(chain.map(({ host, port, credentials }) => [host, port, credentials.username]))
    const there = this.hosts.get(key)
    if (there !== undefined) return there
    const before = this.connection(chain.slice(0, -1))
    const { host, port, proxyCommand } = target
    const stream = async (): Promise<Duplex> => {
      if (before !== undefined) return before.forward(host, port, this.options.signal)
      return proxyCommand === undefined
        ? openSocket(host, port, this.options)
        : openProxyCommand(proxyCommand, { host, port, username: target.credentials.username })
    }
    const fresh = new JumpConnection(target, stream, this.options)
    this.hosts.set(key, fresh)
    return fresh
  }
}

class JumpConnection {
  private readonly target: JumpTarget
  private readonly stream: () => Promise<Duplex>
  private readonly options: JumpOptions
  private login: Promise<LoggedIn> | undefined
  /** A login that failed for good is not tried again for the next device: accounts lock. */
  private refused: SessionError | undefined
  private open = 0
  private readonly waiting: (() => void)[] = []

  constructor(target: JumpTarget, stream: () => Promise<Duplex>, options: JumpOptions) {
    this.target = target
    this.stream = stream
    this.options = options
  }

  async forward(host: string, port: number, signal: AbortSignal | undefined): Promise<Duplex> {
    await this.slot(signal)
    try {
      const { client } = await this.connected()
      const channel = await this.channel(client, host, port, signal)
      channel.once('close', () => this.free())
      return channel
    } catch (error) {
      this.free()
      throw error
    }
  }

  end(): void {
    this.login?.then(
      login => login.end(),
      () => undefined,
    )
    this.login = undefined
  }

  private connected(): Promise<LoggedIn> {
    if (this.refused !== undefined) return Promise.reject(this.refused)
    this.login ??= this.connect()
    return this.login
  }

  private async connect(): Promise<LoggedIn> {
    try {
      const { hostKeys = this.options.hostKeys } = this.target
      const login = await logIn(this.stream, this.target, { ...this.options, hostKeys })
      // A connection that goes away is made anew for the next device.
      login.client.once('close', () => {
        this.login = undefined
      })
      return login
    } catch (error) {
      const failed = this.named(error)
      this.login = undefined
      if (!failed.mayPass) this.refused = failed
      throw failed
    }
  }

  /** Errors of a hop say which; one of a hop before it says so already. */
  private named(error: unknown): SessionError {
    if (!(error instanceof SessionError)) throw error
    if (error.hop !== undefined || error.kind === 'stopped') return error
    return new SessionError(
      error.kind,
      `jump host ${quote(this.target.name)}: ${error.message}`,
      this.target.name,
    )
  }

  private channel(
    client: LoggedIn['client'],
    host: string,
    port: number,
    signal: AbortSignal | undefined,
  ): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const ms = this.options.limits.connectMs
      const fail = (error: SessionError): void => {
        finish()
        reject(error)
      }
      const timer = setTimeout(
        () =>
          fail(this.error('connect-timeout', `no answer from ${quote(host)} port ${port} in ${seconds(ms)}`)),
        ms,
      )
      const onAbort = (): void => fail(stopped())
      let done = false
      const finish = (): void => {
        done = true
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      if (signal?.aborted === true) return onAbort()
      client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
        if (done) {
          channel?.destroy()
          return
        }
        if (error !== undefined && error !== null) return fail(this.refusal(error, host, port))
        finish()
        resolve(channel)
      })
    })
  }

  private refusal(error: Error & { reason?: unknown }, host: string, port: number): SessionError {
    const said = `${quote(error.message)}`
    const to = `${quote(host)} port ${port}`
    if (/prohibited/i.test(error.message) || error.reason === 1)
      return this.error(
        'jump-refused',
        `it does not forward to ${to} (${said}); AllowTcpForwarding and PermitOpen decide that`,
      )
    if (/refused/i.test(error.message)) return this.error('refused', `${to} refuses connections from there`)
    if (/resolve|name or service|unknown host/i.test(error.message))
      return this.error('dns', `it cannot resolve ${quote(host)}`)
    return this.error('unreachable', `it cannot reach ${to} (${said})`)
  }

  private error(kind: SessionError['kind'], text: string): SessionError {
    return new SessionError(kind, `through jump host ${quote(this.target.name)}: ${text}`, this.target.name)
  }

  private slot(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(stopped())
    if (this.open < (this.target.limit ?? DEFAULT_LIMIT)) {
      this.open += 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', onAbort)
        this.open += 1
        resolve()
      }
      const onAbort = (): void => {
        this.waiting.splice(this.waiting.indexOf(go), 1)
        reject(stopped())
      }
      this.waiting.push(go)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  private free(): void {
    this.open -= 1
    this.waiting.shift()?.()
  }
}
