// A lab device without SSH: lines are configured, the agent is asked, and its state is read.
import { afterConfig } from '../../../src/lab/agent/effects.ts'
import type { World } from '../../../src/lab/agent/world.ts'
import { answer } from '../../../src/lab/answer.ts'
import { loadDevices } from '../../../src/lab/load.ts'
import { Machine } from '../../../src/lab/machine.ts'
import { ConfigEditor } from '../../../src/platforms/config/index.ts'

export const START = new Date(Date.UTC(2026, 2, 4, 5, 6, 7))

export function machineOf(id: string, world: Partial<World> = {}): Machine {
  const [device] = loadDevices(undefined, [id])
  if (device === undefined) throw new Error(`no device ${id}`)
  return new Machine({ ...device, world: { ...device.world, ...world } }, START, () => START.getTime())
}

/** Types configuration lines; throws when the platform refuses one. */
export function configure(machine: Machine, ...lines: readonly string[]): void {
  const { persona } = machine.view.device
  const editor = new ConfigEditor(persona, machine.view.config)
  for (const line of [...lines, ...(persona === 'ios-xr' ? ['commit'] : [])]) {
    const { ok, message } = editor.line(line)
    if (!ok) throw new Error(`"${line}": ${message}`)
  }
  machine.setConfig(editor.text())
  afterConfig(machine)
}

export function show(machine: Machine, command: string): string {
  const given = answer(machine.view, command)
  if (given.kind !== 'text') throw new Error(`"${command}" is refused`)
  return given.text
}

/** Mnemonics of what was logged since, oldest first. */
export function loggedSince(machine: Machine, from: number): string[] {
  return machine.view.logging.slice(from).map(line => /%([A-Z_]+-\d-[A-Z_]+)/.exec(line)?.[1] ?? line)
}
