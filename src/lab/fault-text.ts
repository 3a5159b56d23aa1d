// A fault as typed: `nx-classic-direct:show version=delay=500,cut=120,prompt-inside`.
import { FAULT_KINDS, type Fault, type FaultKind, type Faults } from './types.ts'

const NUMBERS = {
  delay: ['delayMs', 'MS'],
  drip: ['dripMs', 'MS'],
  chunk: ['chunkBytes', 'BYTES'],
  stall: ['stallMs', 'MS'],
  cut: ['cutAfterBytes', 'BYTES'],
  reset: ['resetAfterBytes', 'BYTES'],
  hang: ['hangAfterBytes', 'BYTES'],
  garbage: ['garbageBytes', 'BYTES'],
  size: ['sizeBytes', 'BYTES'],
  at: ['at', 'BYTES'],
  times: ['times', 'N'],
} as const

/** What may stand behind `DEVICE:COMMAND=`. */
export const FAULT_WORDS: readonly string[] = [
  'deny',
  ...Object.entries(NUMBERS).map(([word, [, unit]]) => `${word}=${unit}`),
  ...FAULT_KINDS,
]

/** What may stand in the place of a command. */
export const FAULT_STAGES: readonly string[] = ['@connect', '@kex', '@login', '@shell', '@prompt']

/**
 * Reads `DEVICE:COMMAND=WHAT[,WHAT]`; DEVICE and COMMAND may be `*`, COMMAND a stage; WHAT is one of
 * {@link FAULT_WORDS}. Throws with a sentence when it is something else.
 */
export function parseFault(text: string): { device: string; command: string; fault: Fault } {
  const match = /^([^:]+):([^=]+)=(.+)$/.exec(text)
  if (match === null) throw wrong(text, 'write DEVICE:COMMAND=WHAT')
  const [, device = '', command = '', what = ''] = match
  const stage = command.trim()
  if (stage.startsWith('@') && !FAULT_STAGES.includes(stage))
    throw wrong(text, `"${stage}" is none of the stages ${FAULT_STAGES.join(', ')}`)
  const numbers: Record<string, number> = {}
  const kinds: FaultKind[] = []
  let deny = false
  for (const part of what.split(',')) {
    const [key = '', value] = part.trim().split('=', 2)
    const kind = FAULT_KINDS.find(one => one === key)
    if (key === 'deny' && value === undefined) deny = true
    else if (kind !== undefined && value === undefined) kinds.push(kind)
    else if (Object.hasOwn(NUMBERS, key) && value !== undefined && /^\d{1,9}$/.test(value)) {
      numbers[NUMBERS[key as keyof typeof NUMBERS][0]] = Number(value)
    } else throw wrong(text, `"${part}" is none of ${FAULT_WORDS.join(', ')}`)
  }
  const fault = { ...numbers, ...(deny ? { deny } : {}), ...(kinds.length === 0 ? {} : { kinds }) }
  return { device: device.trim(), command: stage, fault }
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
