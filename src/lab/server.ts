// The lab: simulated devices, each behind an SSH server of its own on a loopback port.
import { createServer, type Socket, type Server as TcpServer } from 'node:net'
import type { Algorithms, Connection, ServerChannel, Session } from 'ssh2'
import ssh2 from 'ssh2'
import { FaultPlan, type Wire } from './fault-writer.ts'
import { breakOff, never, pause } from './faults/disturbance.ts'
import { admitBadly } from './faults/login.ts'
import { disturbWire } from './faults/wire.ts'
import { type HostKeyPair, newHostKey } from './host-key.ts'
import { loadDevices } from './load.ts'
import { admit } from './login.ts'
import { Machine } from './machine.ts'
import { PERSONAS } from './persona/index.ts'
import { type Served, Terminal } from './terminal.ts'
import type { Expectation, Fault, Faults, LabDevice } from './types.ts'

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
  /** Told what each device printed and was sent. */
  readonly watch?: LabWatch
}

export interface LabWatch {
  readonly served?: (device: string, served: Served) => void
  /** Every key of every session, echoed or not. */
  readonly typed?: (device: string, keys: string) => void
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
  /** TCP connections that are open now. */
  readonly sockets: { readonly size: number }
}

export interface Lab {
  readonly devices: readonly RunningDevice[]
  /** Text of a known_hosts file that vouches for every device. */
  readonly knownHosts: string
  /** Ends every session and stops listening. */
  close(): Promise<void>
}

/** One key for the whole process: it vouches for nothing but this lab. */
let hostKey: HostKeyPair | undefined

function labKey(): HostKeyPair {
  hostKey ??= newHostKey()
  return hostKey
}

/** Starts the lab. Throws when a device file is wrong, an id is unknown or a port is taken. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  return await serveDevices(loadDevices(options.dir, options.devices), options)
}

/** Starts a lab of these devices. */
export async function serveDevices(
  devices: readonly LabDevice[],
  options: Omit<LabOptions, 'devices' | 'dir'>,
): Promise<Lab> {
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
      // A device waits for its client as long as it takes; without a value the library gives up after a minute.
      keepaliveInterval: 2 ** 31 - 1,
      ...(options.algorithms === undefined ? {} : { algorithms: options.algorithms }),
    },
    (client, info) => {
      const socket = sockets.get(info.port)
      const line = lineOf(client, socket)
      client.on('error', () => client.end())
      const login = faults.take('@login')
      client.on('authentication', context =>
        login === undefined
          ? admit(context, device.login)
          : void admitBadly(context, device.login, login, line),
      )
      client.on('ready', () => {
        logins.count++
        client.on('session', accept => {
          openSession(accept(), { device: device.id, machine, faults, received, client, line, options })
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
    if (connectFault(socket, faults.take('@connect'))) return
    const exchange = faults.take('@kex')
    if (exchange !== undefined)
      disturbWire(socket, exchange, `SSH-2.0-${PERSONAS[device.persona].ident}\r\n`.length)
    ssh.injectSocket(socket)
  })
  if (faults.look('@connect')?.kinds?.includes('refuse') !== true) await listen(tcp, port, options.host)
  const address = tcp.address()
  const entry: RunningDevice = {
    id: device.id,
    device,
    host: options.host,
    // A device that refuses connections has no port of its own: 1 is one where nothing listens.
    port: typeof address === 'object' && address !== null ? address.port : port || 1,
    hostname: device.hostname,
    username: device.login.username,
    password: device.login.password,
    enableSecret: device.login.enable_secret,
    hostKey: key.public.trim().split(' ').slice(0, 2).join(' '),
    expect: device.expect,
    machine,
    received,
    logins,
    sockets,
  }
  const stop = async (): Promise<void> => {
    const stopped = new Promise<void>(resolve => tcp.close(() => resolve()))
    for (const socket of sockets.values()) socket.destroy()
    await stopped
  }
  return { entry, stop }
}

/** True when the connection goes no further. */
function connectFault(socket: Socket, fault: Fault | undefined): boolean {
  if (fault === undefined) return false
  if (fault.cutAfterBytes === 0) socket.destroy()
  else if (fault.resetAfterBytes === 0) socket.resetAndDestroy()
  // Its bytes are read and forgotten: a socket nobody reads would not notice that the client has gone.
  else if (fault.hangAfterBytes === 0) socket.resume()
  else {
    disturbWire(socket, fault, 0)
    return false
  }
  return true
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

/** The connection below a session. */
interface Line {
  cut(): void
  reset(): void
  readonly signal: AbortSignal
}

function lineOf(client: Connection, socket: Socket | undefined): Line {
  const over = new AbortController()
  client.on('close', () => over.abort())
  const leave = (how: 'destroy' | 'resetAndDestroy'): void => {
    if (socket === undefined) client.end()
    else socket[how]()
  }
  return {
    cut: () => leave('destroy'),
    reset: () => leave('resetAndDestroy'),
    signal: over.signal,
  }
}

interface SessionParts {
  readonly device: string
  readonly machine: Machine
  readonly faults: FaultPlan
  readonly received: string[]
  readonly client: Connection
  readonly line: Line
  readonly options: LabOptions
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
  const { watch } = parts.options
  const terminalOn = (channel: ServerChannel, pageRows: number): Terminal =>
    new Terminal({
      machine: parts.machine,
      wire: wireOf(channel, parts),
      faults: parts.faults,
      rows: pageRows,
      onCommand: line => parts.received.push(line),
      onServed: served => watch?.served?.(parts.device, served),
    })
  const leave = (channel: ServerChannel): void => {
    channel.exit(0)
    channel.end()
    parts.client.end()
  }
  const openShell = (channel: ServerChannel): void => {
    const terminal = terminalOn(channel, rows)
    channel.on('data', (data: Buffer) => {
      watch?.typed?.(parts.device, data.toString('latin1'))
      terminal.type(data.toString('latin1'))
    })
    void terminal.run().then(() => leave(channel))
  }
  session.on('shell', (accept, reject) => {
    const fault = parts.faults.take('@shell')
    if (fault?.deny === true) reject?.()
    else void shellFault(fault, parts.line).then(goesOn => goesOn && openShell(accept()))
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

/** False when the shell is not to be opened. */
async function shellFault(fault: Fault | undefined, line: Line): Promise<boolean> {
  if (fault?.delayMs !== undefined && !(await pause(fault.delayMs, line.signal))) return false
  if (fault?.hangAfterBytes !== undefined) return await never(line.signal)
  if (fault?.cutAfterBytes !== undefined || fault?.resetAfterBytes !== undefined)
    return await breakOff(line, fault.resetAfterBytes !== undefined)
  return true
}

/** Gathers small writes, so that an echoed line is one packet and not forty. */
function wireOf(channel: ServerChannel, { client, line }: SessionParts): Wire {
  const over = new AbortController()
  const end = (): void => over.abort()
  channel.on('close', end)
  client.on('close', end)
  let waiting = ''
  const send = (bytes: Buffer): void => {
    if (!over.signal.aborted) channel.write(bytes)
  }
  const flush = (): void => {
    if (waiting !== '') send(Buffer.from(waiting, 'utf8'))
    waiting = ''
  }
  const leave = (how: 'cut' | 'reset'): void => {
    over.abort()
    line[how]()
  }
  return {
    write: text => {
      waiting += text
    },
    flush,
    send: bytes => {
      flush()
      send(bytes)
    },
    cut: () => leave('cut'),
    reset: () => leave('reset'),
    signal: over.signal,
  }
}
