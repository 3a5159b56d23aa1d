// What a fault puts into an answer: lines that look like prompts, log lines, garbage, silence.
import type { Machine } from '../machine.ts'
import { formatTime } from '../template.ts'
import type { Fault, FaultKind } from '../types.ts'
import { garbage, type Insertion } from './disturbance.ts'

export function has(fault: Fault | undefined, kind: FaultKind): boolean {
  return fault?.kinds?.includes(kind) === true
}

/** The answer, repeated until it is as long as the fault wants it. The parts are numbered: a lost one shows. */
export function sized(text: string, bytes: number | undefined): string {
  if (bytes === undefined || text === '') return text
  const parts: string[] = []
  let length = 0
  for (let i = 0; length < bytes; i++) {
    const part = `part ${i}\n${text}${text.endsWith('\n') ? '' : '\n'}`
    parts.push(part)
    length += part.length
  }
  return parts.join('')
}

/**
 * @param prompt as the device prints it
 * @param length bytes of the answer
 */
export function insertionOf(
  fault: Fault,
  machine: Machine,
  prompt: string,
  length: number,
): Insertion | undefined {
  const lines = [
    ...(has(fault, 'log-inside') ? [`\r\n${logLineOf(machine)}\r\n`] : []),
    ...(has(fault, 'prompt-text') ? [`\r\n${prompt}show clock\r\n`] : []),
    ...(has(fault, 'prompt-like') ? ['\r\nother-device-17#'] : []),
    ...(has(fault, 'prompt-inside') ? [`\r\n${prompt}`] : []),
  ]
  const bytes = fault.garbageBytes ?? 0
  if (lines.length === 0 && bytes === 0 && fault.stallMs === undefined) return undefined
  const ends = has(fault, 'prompt-like') || has(fault, 'prompt-inside') ? '\r\n' : ''
  return {
    at: Math.min(fault.at ?? Math.floor(length / 2), length),
    before: Buffer.concat([garbage(bytes, true), Buffer.from(lines.join(''))]),
    pauseMs: fault.stallMs ?? 0,
    after: Buffer.from(ends),
  }
}

/** A log line of the platform, of this moment. */
export function logLineOf(machine: Machine): string {
  const { device } = machine.view
  const at = machine.clock
  const text = 'Configured from console by ops on vty0 (192.0.2.9)'
  if (device.persona === 'ios-xe') return `*${formatTime(at, 'log')}: %SYS-5-CONFIG_I: ${text}`
  if (device.persona === 'nx-os')
    return `${formatTime(at, 'nxlog')} ${device.hostname} %VSHD-5-VSHD_SYSLOG_CONFIG_I: ${text}`
  return `RP/0/RSP0/CPU0:${formatTime(at, 'log')} UTC: config[65793]: %MGBL-SYS-5-CONFIG_I : ${text}`
}
