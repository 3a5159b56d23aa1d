// A real server of a test in the foreground, ready when it says so in its log: UDP has nothing to knock at.
import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LoggedDaemon extends AsyncDisposable {
  readonly pid: number
  /** What it printed so far. */
  log(): string
}

/** Containers may be without IPv6, even on loopback. */
export const hasIpv6 = Object.values(networkInterfaces()).some(list =>
  list?.some(({ address }) => address === '::1'),
)

const MAX_LOG = 20_000

/** Waits for `ready` in its output; a server that ends before that is an error with what it said. */
export async function startLogged(
  path: string,
  args: readonly string[],
  ready: string,
  env: Readonly<Record<string, string>> = {},
): Promise<LoggedDaemon> {
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let said = ''
  let failed = ''
  child.on('error', error => {
    failed = String(error)
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-MAX_LOG)
    })
  }
  for (let tries = 0; !said.includes(ready); tries += 1) {
    if (child.exitCode !== null || failed !== '' || tries > 1200) {
      await stopped(child)
      throw new Error(`${path} does not start: ${failed}${said}`)
    }
    await sleep(25)
  }
  return { pid: child.pid ?? 0, log: () => said, [Symbol.asyncDispose]: () => stopped(child) }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await gone
  clearTimeout(timer)
}

/** A loopback port that is free for UDP and TCP at this moment. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, address)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    const isFree = await new Promise<boolean>(resolve => {
      socket.once('error', () => resolve(false))
      socket.bind(port, address, () => resolve(true))
    })
    socket.close()
    server.close()
    await once(server, 'close')
    if (isFree) return port
  }
}

/** Between finding a free port and listening on it somebody else may take it: then again. */
export async function onFreePort<T>(start: (port: number) => Promise<T>, address?: string): Promise<T> {
  for (let left = 4; ; left -= 1) {
    try {
      return await start(await freePort(address))
    } catch (error) {
      if (left === 0 || !/address already in use|could not open ports|bind\(\)/i.test(String(error)))
        throw error
    }
  }
}
