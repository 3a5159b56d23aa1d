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

/**
 * @param text with LF line ends
 * @param prompt as the device prints it
 * @param interrupt aborted when the person ends the answer
 */
export async function replyBadly(
  text: string,
  fault: Fault,
  {
    wire,
    machine,
    prompt,
    interrupt,
  }: { wire: Wire; machine: Machine; prompt: string; interrupt: AbortSignal },
): Promise<Reply> {
  wire.flush()
  const bytes = Buffer.from(sized(text, fault.sizeBytes).replaceAll('\n', '\r\n'))
  const sent: Buffer[] = []
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
