// A small scripted device behind ssh2's own server: echo, paging and faults as a test wants them.
import { createServer, type Server, type Socket } from 'node:net'
import type { Algorithms, AuthContext, Connection, ServerChannel } from 'ssh2'
import ssh2 from 'ssh2'
import type { HostKeyPolicy } from '../../src/session/hostkeys.ts'
import { SESSION_LIMITS, type SessionLimits } from '../../src/session/limits.ts'

export const KEY = ssh2.utils.generateKeyPairSync('ed25519')
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
  readonly sockets: Set<Socket>
  close(): Promise<void>
}

export const HOST = '127.0.0.1'

function standardAuth(context: AuthContext): void {
  if (context.method === 'password' && context.username === USER && context.password === PASSWORD)
    context.accept()
  else context.reject(['password'])
}

export async function startDevice(script: Script): Promise<Device> {
  const received: string[] = []
  const sockets = new Set<Socket>()
  const ssh = new ssh2.Server(
    {
      hostKeys: [script.hostKey ?? KEY.private],
      ident: script.ident ?? 'Cisco-1.25',
      ...(script.algorithms === undefined ? {} : { algorithms: script.algorithms }),
    },
    client => {
      client.on('error', () => undefined)
      client.on('authentication', script.auth ?? standardAuth)
      client.on('session', accept => {
        const session = accept()
        session.on('pty', acceptPty => acceptPty?.())
        session.on('shell', acceptShell => void serve(acceptShell(), client, script, received, [...sockets]))
      })
    },
  )
  const tcp: Server = createServer(socket => {
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
  received: string[],
  sockets: Socket[],
): Promise<void> {
  const typed: string[] = []
  let wake: (() => void) | undefined
  let closed = false
  channel.on('data', (data: Buffer) => {
    typed.push(...data.toString('latin1'))
    wake?.()
  })
  channel.on('close', () => {
    closed = true
    wake?.()
  })
  let prompt = script.prompt ?? 'sw1#'
  const key = async (): Promise<string> => {
    while (typed.length === 0 && !closed) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    return typed.shift() ?? ''
  }
  const line = async (): Promise<string> => {
    let text = ''
    for (;;) {
      const char = await key()
      if (char === '' || char === '\r' || char === '\u0003') return char === '\r' ? text : `${text}${char}`
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
      const answer = await script.answer?.(command, io)
      if (answer !== undefined) say(answer.replace(/\r?\n/g, '\r\n'))
    }
    say(prompt)
  }
}

/** Limits that keep tests short. */
export const FAST: SessionLimits = {
  ...SESSION_LIMITS,
  connectMs: 3_000,
  identMs: 3_000,
  handshakeMs: 5_000,
  authMs: 5_000,
  shellMs: 3_000,
  firstPromptMs: 3_000,
  settleMs: 40,
  holdMs: 30,
  echoMs: 1_000,
  questionMs: 200,
  recoverMs: 1_500,
  logoutMs: 300,
  deviceMs: 20_000,
  commands: { show: { idleMs: 700, totalMs: 8_000 }, tech: { idleMs: 700, totalMs: 8_000 } },
}

export const TRUSTING: HostKeyPolicy = { mode: 'off', file: '/nonexistent/known_hosts' }
