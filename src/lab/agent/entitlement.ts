// Does the account hold enough of what the device uses?
import type { Machine } from '../machine.ts'

interface Use {
  /** Name of the variable that holds its status. */
  readonly status: string
  readonly name: string
  readonly tag: string
  readonly count: number
}

/** What the device file counts one by one: `net_name`, `net_tag`, `net_count`, `net_status`. */
function uses(machine: Machine): Use[] {
  const { view } = machine
  return Object.keys(view.device.vars)
    .filter(key => key.endsWith('_tag'))
    .map(key => key.slice(0, -'_tag'.length))
    .map(prefix => ({
      status: `${prefix}_status`,
      name: view.value(`${prefix}_name`),
      tag: view.value(`${prefix}_tag`),
      count: Number(view.value(`${prefix}_count`) || '1'),
    }))
}

/** Variables for the state of each licence after the server answered, and whether all are covered. */
export function entitle(machine: Machine): { enough: boolean; vars: Record<string, string> } {
  const { licences } = machine.world
  const held = (...names: string[]): number =>
    names.map(name => licences[name]).find(count => count !== undefined) ?? Number.POSITIVE_INFINITY
  const all = uses(machine)
  const short = all.filter(use => use.count > held(use.tag, use.name, '*'))
  const enough = short.length === 0 && held('*') > 0
  return {
    enough,
    vars: {
      ...Object.fromEntries(
        all.map(use => [use.status, short.includes(use) ? 'OUT OF COMPLIANCE' : 'AUTHORIZED']),
      ),
      usage_status: enough ? 'AUTHORIZED' : 'OUT OF COMPLIANCE',
    },
  }
}
