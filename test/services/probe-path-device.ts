// A simulated device as somebody would have saved it, and what a test changes of it and of the world around it.
import { loadDevices } from '../../src/lab/load.ts'
import { saved } from '../e2e/saved.ts'
import type { DnsName, WebName } from './probe-path-world.ts'

export interface Case {
  /** What the name server of the device is. */
  readonly dns?: DnsName
  /** What listens at the server's address; `closed`: nothing. */
  readonly web?: WebName | 'closed'
  readonly port?: number
  readonly map?: readonly string[]
  readonly device?: string
  /** Changes of the device's output. */
  readonly edits?: readonly (readonly [string, string])[]
  readonly args?: readonly string[]
  readonly copies?: number
}

/** The device as it would have been saved: prompts, commands, answers. */
export function savedText(id: string, hostname: string, edits: Case['edits'] = []): string {
  const device = loadDevices().find(one => one.id === id)
  if (device === undefined) throw new Error(`no lab device ${id}`)
  const text = saved(device)
    .captures.map(({ command, text: answer }) => `${hostname}#${command}\n${answer.trimEnd()}\n`)
    .join('')
  const renamed = `${text}${hostname}#\n`.replaceAll(device.hostname, hostname)
  return edits.reduce((all, [from, to]) => all.replaceAll(from, to), renamed)
}
