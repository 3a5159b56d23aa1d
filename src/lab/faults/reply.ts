// Writes one answer on a terminal the way a fault wants it.
import type { Wire } from '../fault-writer.ts'
import type { Machine } from '../machine.ts'
import type { Fault } from '../types.ts'
import { insertionOf, sized } from './answer.ts'
import { Disturbance, type Sink } from './disturbance.ts'

export interface Reply {
  /** Bytes that went out. */
  readonly bytes: Buffer
  /** `gone`: the session is of no use any more. `interrupted`: by Ctrl-C. */
  readonly end: 'whole' | 'gone' | 'interrupted'
}

export interface ReplyParts {
  readonly wire: Wire
  readonly machine: Machine
  /** As the device prints it. */
  readonly prompt: string
  /** Aborted when the person ends the answer. */
  readonly interrupt: AbortSignal
  /** Takes what goes out. */
  readonly sent: Buffer[]
}

/** @param text with LF line ends */
export async function replyBadly(text: string, fault: Fault, parts: ReplyParts): Promise<Reply> {
  const { wire, machine, prompt, interrupt, sent } = parts
  wire.flush()
  const bytes = Buffer.from(sized(text, fault.sizeBytes).replaceAll('\n', '\r\n'))
  const sink: Sink = {
    send: part => {
      sent.push(part)
      wire.send(part)
    },
    cut: () => wire.cut(),
    reset: () => wire.reset(),
    signal: AbortSignal.any([wire.signal, interrupt]),
  }
  const disturbance = new Disturbance(fault, sink, insertionOf(fault, machine, prompt, bytes.length))
  const whole = (await disturbance.pass(bytes)) && (await disturbance.finish())
  const end = whole ? 'whole' : interrupt.aborted && !wire.signal.aborted ? 'interrupted' : 'gone'
  return { bytes: Buffer.concat(sent), end }
}
