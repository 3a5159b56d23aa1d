// A time server in this process: answers what a test tells it to.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export interface TestTimeServer extends AsyncDisposable {
  readonly address: string
  readonly port: number
  /** Questions so far. */
  readonly asked: Buffer[]
}

/** `script`: packets to send back for a question; none: silence. */
export async function startTimeServer(
  script: (question: Buffer) => readonly Buffer[],
): Promise<TestTimeServer> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const asked: Buffer[] = []
  socket.on('message', (question, from) => {
    asked.push(question)
    for (const packet of script(question)) socket.send(packet, from.port, from.address)
  })
  return {
    address: '127.0.0.1',
    port: socket.address().port,
    asked,
    [Symbol.asyncDispose]: () => new Promise(resolve => socket.close(() => resolve())),
  }
}

export interface TimeReply {
  readonly leap?: number
  readonly version?: number
  readonly mode?: number
  readonly stratum?: number
  readonly rootDelay?: number
  readonly rootDispersion?: number
  readonly reference?: string
  /** Milliseconds since 1970. */
  readonly receivedAt?: number
  readonly sentAt?: number
}

const EPOCH_MS = 2_208_988_800_000

export function timeReply(question: Buffer, reply: TimeReply = {}): Buffer {
  const packet = Buffer.alloc(48)
  const { leap = 0, version = 4, mode = 4, stratum = 2, reference = '\xc0\x00\x02\x01' } = reply
  packet[0] = (leap << 6) | (version << 3) | mode
  packet[1] = stratum
  packet[2] = 6
  packet.writeInt8(-20, 3)
  packet.writeInt32BE(Math.round((reply.rootDelay ?? 0.01) * 65_536), 4)
  packet.writeUInt32BE(Math.round((reply.rootDispersion ?? 0.01) * 65_536), 8)
  packet.write(reference, 12, 4, 'latin1')
  question.copy(packet, 24, 40, 48)
  const receivedAt = reply.receivedAt ?? Date.now()
  writeTime(packet, 32, receivedAt)
  writeTime(packet, 40, reply.sentAt ?? receivedAt)
  return packet
}

function writeTime(packet: Buffer, at: number, ms: number): void {
  const since1900 = ms + EPOCH_MS
  const seconds = Math.floor(since1900 / 1000)
  packet.writeUInt32BE(seconds % 2 ** 32, at)
  packet.writeUInt32BE(Math.floor(((since1900 - seconds * 1000) / 1000) * 2 ** 32), at + 4)
}
