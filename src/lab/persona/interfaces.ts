// Interfaces as the configuration has them, for the brief tables.
import { blocksNamed, setting } from '../config-tree.ts'
import type { DeviceView } from '../view.ts'
import type { LabInterface } from './contract.ts'

/** `vars.down` names interfaces (separated by blanks) that are enabled but have no link. */
export function interfacesOf(
  view: DeviceView,
  words: { address: string; vrf: string },
): readonly LabInterface[] {
  const down = view.value('down').split(/\s+/)
  return blocksNamed(view.blocks, 'interface').map(block => {
    const name = block.line.slice('interface '.length).replace(/ (?:l2transport|preconfigure)$/, '')
    const shutdown = setting(block, 'shutdown') !== undefined
    return {
      name,
      address: (setting(block, words.address) ?? '').split(/[ /]/)[0] ?? '',
      vrf: setting(block, words.vrf) ?? '',
      shutdown,
      up: !shutdown && !down.includes(name),
    }
  })
}
