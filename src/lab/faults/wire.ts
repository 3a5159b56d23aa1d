// A TCP connection whose bytes from server to client are disturbed below SSH.
import type { Socket } from 'node:net'
import type { Fault } from '../types.ts'
import { Disturbance, garbage, type Insertion } from './disturbance.ts'

/** @param from byte the fault's counts start at: 0, or the first one behind the ident line */
export function disturbWire(socket: Socket, fault: Fault, from: number): void {
  const over = new AbortController()
  socket.once('close', () => over.abort())
  const send = socket.write.bind(socket)
  const sink = {
    send: (bytes: Buffer) => {
      if (!socket.writableEnded && !socket.destroyed) send(bytes)
    },
    cut: () => socket.destroy(),
    reset: () => socket.resetAndDestroy(),
    signal: over.signal,
  }
  const disturbance = new Disturbance(shifted(fault, from), sink, insertionAt(fault, from))
  let queue: Promise<boolean> = Promise.resolve(true)
  // The SSH server writes whole packets and asks for nothing back.
  socket.write = ((bytes: Buffer | string) => {
    queue = queue.then(async goesOn => goesOn && (await disturbance.pass(Buffer.from(bytes as Buffer))))
    return true
  }) as Socket['write']
}

function insertionAt(fault: Fault, from: number): Insertion | undefined {
  const { garbageBytes = 0, stallMs = 0 } = fault
  if (garbageBytes === 0 && stallMs === 0) return undefined
  return {
    at: from + (fault.at ?? 0),
    before: garbage(garbageBytes, false),
    pauseMs: stallMs,
    after: Buffer.alloc(0),
  }
}

function shifted(fault: Fault, by: number): Fault {
  const { cutAfterBytes: cut, resetAfterBytes: reset, hangAfterBytes: hang, ...rest } = fault
  return {
    ...rest,
    ...(cut === undefined ? {} : { cutAfterBytes: cut + by }),
    ...(reset === undefined ? {} : { resetAfterBytes: reset + by }),
    ...(hang === undefined ? {} : { hangAfterBytes: hang + by }),
  }
}
