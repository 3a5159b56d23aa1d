// A small scripted device behind ssh2's own server: echo, paging and faults as a test wants them.
import { createServer, type Server, type Socket } from 'node:net'
import type { Algorithms, AuthContext, Connection, PseudoTtyInfo, ServerChannel } from 'ssh2'
import ssh2 from 'ssh2'
import { newHostKey } from '../../src/lab/host-key.ts'
import type { CommandLimits } from '../../src/platforms/index.ts'
import type { HostKeyPolicy } from '../../src/session/hostkeys.ts'
import { SESSION_LIMITS, type SessionLimits } from '../../src/session/limits.ts'

export const KEY = newHostKey()
export const USER = 'noc'
export const PASSWORD = 'hunter2-very-secret'

export interface Io {
  /** Text to the client as is. */
  say(text: string): void
  /** One character every `ms`. */
  drip(text: string, ms: number): Promise<void>
  /** Cuts the TCP connection. */
  cut(): void
  /** The next character the client types, outside the command line. */
  key(): Promise<string>
  /** The next line the client types; not echoed. */
  line(): Promise<string>
  setPrompt(prompt: string): void
}

export interface Script {
  readonly prompt?: string
  readonly banner?: string
  readonly ident?: string
  readonly hostKey?: string
  readonly algorithms?: Algorithms
  readonly auth?: (context: AuthContext) => void
  /** Never says which signatures it takes (RFC 8308), as servers before 2016. */
  readonly noSignatureAlgorithms?: boolean
  /** Prints the command back; default yes. */
  readonly echo?: (command: string) => string | undefined
  /** Said before the first prompt instead of it. */
  readonly instead?: (io: Io) => Promise<void> | void
  readonly answer?: (command: string, io: Io) => string | undefined | Promise<string | undefined>
  /** Destroys the TCP connection as soon as it is there. */
  readonly dropConnections?: boolean
}

export interface Device {
  readonly port: number
  readonly received: string[]
  /** Every byte that came in a shell, in the pieces in which it came. */
  readonly typed: string[]
  /** What was typed while an answer was still being printed and nothing was asked for. */
  readonly early: string[]
  /** How each session was opened: a terminal, then a shell, or a command by exec. */
  readonly opened: ({ pty: Partial<PseudoTtyInfo> } | 'shell' | 'exec')[]
  readonly connections: { count: number }
  readonly sockets: Set<Socket>
  close(): Promise<void>
}

export const HOST = '127.0.0.1'

function standardAuth(context: AuthContext): void {
  if (context.method === 'password' && context.username === USER && context.password === PASSWORD)
    context.accept()
  else context.reject(['password'])
}

/** The library has no option for it: the mark that the client wants to be told is taken away. */
function hideSignatureAlgorithms(client: object): void {
  const { _protocol: protocol } = client as { _protocol: object }
  let exchange: object | undefined
  Object.defineProperty(protocol, '_kex', {
    get: () => exchange,
    set: (value: object | undefined) => {
      exchange = value
      if (value !== undefined && value !== null)
        Object.defineProperty(value, 'remoteExtInfoEnabled', { get: () => false, set: () => undefined })
    },
  })
}

export async function startDevice(script: Script): Promise<Device> {
  const received: string[] = []
  const early: string[] = []
  const typed: string[] = []
  const opened: Device['opened'] = []
  const connections = { count: 0 }
  const sockets = new Set<Socket>()
  const ssh = new ssh2.Server(
    {
      hostKeys: [script.hostKey ?? KEY.private],
      ident: script.ident ?? 'Cisco-1.25',
      ...(script.algorithms === undefined ? {} : { algorithms: script.algorithms }),
    },
    client => {
      client.on('error', () => undefined)
      if (script.noSignatureAlgorithms === true) hideSignatureAlgorithms(client)
      client.on('authentication', script.auth ?? standardAuth)
      client.on('session', accept => {
        const session = accept()
        session.on('pty', (acceptPty, _reject, pty) => {
          opened.push({ pty })
          acceptPty?.()
        })
        session.on('exec', (_accept, reject) => {
          opened.push('exec')
          reject()
        })
        session.on('shell', acceptShell => {
          opened.push('shell')
          void serve(acceptShell(), client, script, { received, early, bytes: typed }, [...sockets])
        })
      })
    },
  )
  const tcp: Server = createServer(socket => {
    connections.count += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    if (script.dropConnections === true) socket.destroy()
    else ssh.injectSocket(socket)
  })
  await new Promise<void>(resolve => tcp.listen(0, HOST, resolve))
  const address = tcp.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    received,
    early,
    typed,
    opened,
    connections,
    sockets,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve => tcp.close(() => resolve()))
    },
  }
}

async function serve(
  channel: ServerChannel,
  client: Connection,
  script: Script,
  { received, early, bytes }: { received: string[]; early: string[]; bytes: string[] },
  sockets: Socket[],
): Promise<void> {
  const typed: string[] = []
  let wake: (() => void) | undefined
  let closed = false
  let asking = true
  channel.on('data', (data: Buffer) => {
    bytes.push(data.toString('latin1'))
    if (!asking) early.push(data.toString('latin1'))
    typed.push(...data.toString('latin1'))
    wake?.()
  })
  channel.on('close', () => {
    closed = true
    wake?.()
  })
  let prompt = script.prompt ?? 'sw1#'
  const key = async (): Promise<string> => {
    const before = asking
    asking = true
    while (typed.length === 0 && !closed) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    asking = before
    // Nobody will type any more: whoever waits is left waiting, and forgotten.
    return typed.shift() ?? new Promise<string>(() => undefined)
  }
  const line = async (): Promise<string> => {
    let text = ''
    for (;;) {
      const char = await key()
      if (char === '\r' || char === '\u0003') return char === '\r' ? text : `${text}${char}`
      text += char
    }
  }
  const say = (text: string): void => {
    if (!closed) channel.write(Buffer.from(text, 'latin1'))
  }
  const io: Io = {
    say,
    key,
    line,
    drip: async (text, ms) => {
      for (const char of text) {
        say(char)
        await new Promise(resolve => setTimeout(resolve, ms))
      }
    },
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    setPrompt: text => {
      prompt = text
    },
  }
  say(script.banner ?? '')
  if (script.instead !== undefined) await script.instead(io)
  say(prompt)
  while (!closed) {
    const command = await line()
    if (closed) return
    if (command.endsWith('\u0003')) {
      say(`^C\r\n${prompt}`)
      continue
    }
    if (command !== '') received.push(command)
    const echo = script.echo === undefined ? command : script.echo(command)
    if (echo !== undefined) say(`${echo}\r\n`)
    if (command === 'exit') {
      channel.end()
      client.end()
      return
    }
    if (command !== '') {
      asking = false
      const answer = await script.answer?.(command, io)
      asking = true
      if (answer !== undefined) say(answer.replace(/\r?\n/g, '\r\n'))
    }
    say(prompt)
  }
}

/**
 * Short where a limit is waited out even when all goes well, long where it only ends a failure: a slow, busy machine
 * must not look like a broken device. A test that expects a limit to be reached hands in a short one of its own.
 */
export const FAST: SessionLimits = {
  ...SESSION_LIMITS,
  settleMs: 40,
  holdMs: 30,
  questionMs: 200,
  // A loaded machine may stand still for seconds; nothing waits for these where the device answers.
  recoverMs: 20_000,
  logoutMs: 20_000,
}

/** FAST with these limits for every command. */
export function commandLimits(limits: CommandLimits, more: Partial<SessionLimits> = {}): SessionLimits {
  return { ...FAST, ...more, commands: { show: limits, tech: limits } }
}

export const TRUSTING: HostKeyPolicy = { mode: 'off', file: '/nonexistent/known_hosts' }
