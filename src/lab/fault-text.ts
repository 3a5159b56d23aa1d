// A fault as typed: `nx-classic-direct:show version=delay=500,cut=120`.
import type { Fault, Faults } from './types.ts'

const KEYS = {
  delay: 'delayMs',
  drip: 'dripMs',
  cut: 'cutAfterBytes',
  hang: 'hangAfterBytes',
  times: 'times',
} as const

/**
 * Reads `DEVICE:COMMAND=WHAT[,WHAT]`; DEVICE and COMMAND may be `*`. WHAT is `deny`, `delay=MS`, `drip=MS`, `cut=BYTES`,
 * `hang=BYTES` or `times=N`. Throws with a sentence when it is something else.
 */
export function parseFault(text: string): { device: string; command: string; fault: Fault } {
  const match = /^([^:]+):([^=]+)=(.+)$/.exec(text)
  if (match === null) throw wrong(text, 'write DEVICE:COMMAND=WHAT')
  const [, device = '', command = '', what = ''] = match
  const fault: Record<string, number | boolean> = {}
  for (const part of what.split(',')) {
    const [key = '', value] = part.trim().split('=', 2)
    if (key === 'deny' && value === undefined) fault['deny'] = true
    else if (Object.hasOwn(KEYS, key) && value !== undefined && /^\d{1,9}$/.test(value)) {
      fault[KEYS[key as keyof typeof KEYS]] = Number(value)
    } else throw wrong(text, `"${part}" is none of deny, delay=MS, drip=MS, cut=BYTES, hang=BYTES, times=N`)
  }
  return { device: device.trim(), command: command.trim(), fault }
}

/** Several of them, by device and command. */
export function parseFaults(texts: readonly string[]): Record<string, Faults> {
  const out: Record<string, Record<string, Fault>> = {}
  for (const { device, command, fault } of texts.map(parseFault)) {
    out[device] = { ...out[device], [command]: fault }
  }
  return out
}

function wrong(text: string, why: string): Error {
  return new Error(`${JSON.stringify(text)} is no fault: ${why}`)
}
