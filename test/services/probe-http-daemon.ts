// Starts a real server of a probe test in the foreground, on loopback, with a folder of its own, and stops what it started.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const isRoot = process.getuid?.() === 0

/** A folder a server may read that gives up root: the system's, since ours may lie below a private one. */
export function ownFolder(files: Readonly<Record<string, string>>): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(isRoot ? '/tmp' : tmpdir(), 'smartlic-probe-'))
  chmodSync(dir, 0o755)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/** Ports nobody uses at this moment, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map(server => once(server, 'listening')))
  const ports = servers.map(server => (server.address() as AddressInfo).port)
  for (const server of servers) server.close()
  await Promise.all(servers.map(server => once(server, 'close')))
  return ports
}

export interface Daemon {
  readonly stop: () => Promise<void>
}

/** Waits until every port accepts; a server that ends before that is an error with what it said. */
export async function startDaemon(
  path: string,
  args: readonly string[],
  ports: readonly number[],
): Promise<Daemon> {
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000)
    })
  }
  const stop = (): Promise<void> => stopped(child)
  for (const port of ports) {
    for (let tries = 0; !(await accepts(port)); tries++) {
      if (child.exitCode !== null || tries > 600) {
        await stop()
        throw new Error(`${path} does not serve port ${port}: ${said}`)
      }
      await sleep(50)
    }
  }
  return { stop }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await gone
  clearTimeout(timer)
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
