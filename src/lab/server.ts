// The lab: simulated devices, each behind an SSH server of its own on a loopback port.
import { createServer, type Socket, type Server as TcpServer } from 'node:net'
import type { Algorithms, Connection, ServerChannel, Session } from 'ssh2'
import ssh2 from 'ssh2'
import { FaultPlan, type Wire } from './fault-writer.ts'
import { loadDevices } from './load.ts'
import { admit } from './login.ts'
import { Machine } from './machine.ts'
import { PERSONAS } from './persona/index.ts'
import { Terminal } from './terminal.ts'
import type { Expectation, Faults, LabDevice } from './types.ts'

export interface LabOptions {
  /** Device ids to serve; all of them when absent. */
  readonly devices?: readonly string[]
  /** A folder of device files beside the shipped ones. */
  readonly dir?: string
  readonly host?: string
  /** First port; the next ones follow. Free ports chosen by the system when 0 or absent. */
  readonly basePort?: number
  /** By device id (`*` = every device), added to what the device file has. */
  readonly faults?: Readonly<Record<string, Faults>>
  /** Replaces what the servers offer, e.g. to play an old device. */
  readonly algorithms?: Algorithms
  /** What `now` in device files counts from; the present when absent. */
  readonly now?: Date
}

export interface RunningDevice {
  readonly id: string
  readonly device: LabDevice
  readonly host: string
  readonly port: number
  readonly hostname: string
  readonly username: string
  readonly password: string
  readonly enableSecret: string | undefined
  /** `ssh-ed25519 AAAA...`. */
  readonly hostKey: string
  readonly expect: Expectation
  /** The device's state: what was configured, what its licensing agent did. */
  readonly machine: Machine
  /** Every command line received, oldest first, over all sessions. */
  readonly received: string[]
  /** Logins that succeeded. */
  readonly logins: { count: number }
}

export interface Lab {
  readonly devices: readonly RunningDevice[]
  /** Text of a known_hosts file that vouches for every device. */
  readonly knownHosts: string
  /** Ends every session and stops listening. */
  close(): Promise<void>
}

/** One key for the whole process: it vouches for nothing but this lab. */
let hostKey: { private: string; public: string } | undefined

function labKey(): { private: string; public: string } {
  hostKey ??= ssh2.utils.generateKeyPairSync('ed25519')
  return hostKey
}

/** Starts the lab. Throws when a device file is wrong, an id is unknown or a port is taken. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const devices = loadDevices(options.dir, options.devices)
  const host = options.host ?? '127.0.0.1'
  const base = options.basePort ?? 0
  const started = options.now ?? new Date()
  const running: { entry: RunningDevice; stop: () => Promise<void> }[] = []
  const close = async (): Promise<void> => {
    await Promise.all(running.map(({ stop }) => stop()))
  }
  try {
    for (const [at, device] of devices.entries()) {
      running.push(await serve(device, { ...options, host, now: started }, base === 0 ? 0 : base + at))
    }
  } catch (error) {
    await close()
    throw error
  }
  const entries = running.map(({ entry }) => entry)
  const knownHosts = entries.map(entry => `[${entry.host}]:${entry.port} ${entry.hostKey}\n`).join('')
  return { devices: entries, knownHosts, close }
}

type Settled = LabOptions & { readonly host: string; readonly now: Date }

async function serve(
  device: LabDevice,
  options: Settled,
  port: number,
): Promise<{ entry: RunningDevice; stop: () => Promise<void> }> {
  const key = labKey()
  const faults = new FaultPlan({ ...device.faults, ...options.faults?.['*'], ...options.faults?.[device.id] })
  const received: string[] = []
  const logins = { count: 0 }
  const sockets = new Map<number, Socket>()
  const offset = Date.now() - options.now.getTime()
  const machine = new Machine(device, options.now, () => Date.now() - offset)
  const ssh = new ssh2.Server(
    {
      hostKeys: [key.private],
      ident: PERSONAS[device.persona].ident,
      ...(options.algorithms === undefined ? {} : { algorithms: options.algorithms }),
    },
    (client, info) => {
      const socket = sockets.get(info.port)
      client.on('error', () => client.end())
      client.on('authentication', context => admit(context, device.login))
      client.on('ready', () => {
        logins.count++
        client.on('session', accept => {
          openSession(accept(), { machine, faults, received, client, socket })
        })
      })
    },
  )
  const tcp = createServer(socket => {
    const from = socket.remotePort ?? 0
    sockets.set(from, socket)
    socket.on('close', () => sockets.delete(from))
    socket.on('error', () => socket.destroy())
    socket.setNoDelay(true)
    const fault = faults.take('@connect')
    if (fault?.cutAfterBytes !== undefined) socket.destroy()
    else if (fault?.hangAfterBytes === undefined) ssh.injectSocket(socket)
  })
  await listen(tcp, port, options.host)
  const address = tcp.address()
  const entry: RunningDevice = {
    id: device.id,
    device,
    host: options.host,
    port: typeof address === 'object' && address !== null ? address.port : port,
    hostname: device.hostname,
    username: device.login.username,
    password: device.login.password,
    enableSecret: device.login.enable_secret,
    hostKey: key.public.trim().split(' ').slice(0, 2).join(' '),
    expect: device.expect,
    machine,
    received,
    logins,
  }
  const stop = async (): Promise<void> => {
    const stopped = new Promise<void>(resolve => tcp.close(() => resolve()))
    for (const socket of sockets.values()) socket.destroy()
    await stopped
  }
  return { entry, stop }
}

function listen(server: TcpServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

interface SessionParts {
  readonly machine: Machine
  readonly faults: FaultPlan
  readonly received: string[]
  readonly client: Connection
  readonly socket: Socket | undefined
}

/** A shell with echo and paging, or one command by exec, after which IOS closes the connection. */
function openSession(session: Session, parts: SessionParts): void {
  let rows = 24
  session.on('pty', (accept, _reject, info) => {
    if (info.rows > 0) rows = info.rows
    accept?.()
  })
  session.on('window-change', accept => accept?.())
  session.on('env', accept => accept?.())
  const terminalOn = (channel: ServerChannel, pageRows: number): Terminal => {
    const terminal = new Terminal({
      machine: parts.machine,
      wire: wireOf(channel, parts),
      faults: parts.faults,
      rows: pageRows,
      onCommand: line => parts.received.push(line),
    })
    return terminal
  }
  const leave = (channel: ServerChannel): void => {
    channel.exit(0)
    channel.end()
    parts.client.end()
  }
  session.on('shell', accept => {
    const channel = accept()
    const terminal = terminalOn(channel, rows)
    channel.on('data', (data: Buffer) => terminal.type(data.toString('latin1')))
    void terminal.run().then(() => leave(channel))
  })
  session.on('exec', (accept, _reject, info) => {
    const channel = accept()
    const terminal = terminalOn(channel, 0)
    terminal.stamps = false
    parts.received.push(info.command.trim())
    void terminal.execute(info.command).then(() => {
      terminal.wire.flush()
      leave(channel)
    })
  })
}

/** Gathers small writes, so that an echoed line is one packet and not forty. */
function wireOf(channel: ServerChannel, { client, socket }: SessionParts): Wire {
  const over = new AbortController()
  const end = (): void => over.abort()
  channel.on('close', end)
  client.on('close', end)
  let waiting = ''
  return {
    write: text => {
      waiting += text
    },
    flush: () => {
      if (waiting === '' || over.signal.aborted) return
      channel.write(Buffer.from(waiting, 'utf8'))
      waiting = ''
    },
    cut: () => {
      over.abort()
      if (socket === undefined) client.end()
      else socket.destroy()
    },
    signal: over.signal,
  }
}
