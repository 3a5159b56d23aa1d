// A TCP server on loopback that does with each connection what the test says, and forgets none when it closes.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep, setImmediate as turnOfLoop } from 'node:timers/promises'
import type { ProbeContext } from '../../../src/probe/context.ts'

export const V4 = '127.0.0.1'
export const V6 = '::1'

export interface Scripted {
  readonly port: number
  /** Connections so far. */
  readonly count: () => number
  readonly close: () => Promise<void>
}

export async function serve(
  act: (socket: Socket, nth: number) => void,
  host = V4,
  port = 0,
): Promise<Scripted> {
  const open = new Set<Socket>()
  let count = 0
  const server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
    act(socket, count++)
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    count: () => count,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers the first bytes it hears, and says what it heard. */
export function answering(answer: string | Buffer, end = true): (socket: Socket) => void {
  return socket => {
    socket.once('data', () => {
      if (end) socket.end(answer)
      else socket.write(answer)
    })
  }
}

/** A port of 127.0.0.1 nobody listens on. */
export async function freePort(host = V4): Promise<number> {
  const server = await serve(() => undefined, host)
  await server.close()
  return server.port
}

export async function canListen(host: string): Promise<boolean> {
  return serve(() => undefined, host).then(
    async server => {
      await server.close()
      return true
    },
    () => false,
  )
}

/** The time limit of tests of what answers: never reached on a slow machine either. */
export const PATIENT: ProbeContext = { timeoutMs: 60_000 }
/** For what never answers. */
export const HASTY: ProbeContext = { timeoutMs: 300 }
/** For what begins and never ends: long enough for the beginning on a slow machine. */
export const DRIPPING: ProbeContext = { timeoutMs: 2000 }

/**
 * A port that answers nothing to a new connection, without root: a stopped process whose queue of connections is full. Linux drops
 * what comes then. Undefined where that does not work.
 */
export async function silentPort(): Promise<{ port: number; close: () => Promise<void> } | undefined> {
  if (process.platform !== 'linux') return undefined
  const script =
    "const s=require('net').createServer();s.listen({port:0,host:'127.0.0.1',backlog:1},()=>console.log(s.address().port))"
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
  const fillers: Socket[] = []
  const close = async (): Promise<void> => {
    for (const socket of fillers) socket.destroy()
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(line.toString().trim())
  child.kill('SIGSTOP')
  for (let tries = 0; tries < 20; tries++) {
    const socket = connect(port, V4)
    socket.on('error', () => undefined)
    fillers.push(socket)
    await Promise.race([once(socket, 'connect'), sleep(400)])
    // What came during a stall of this computer is read before it is missed.
    await turnOfLoop()
    await turnOfLoop()
    if (socket.connecting) return { port, close }
  }
  await close()
  return undefined
}
