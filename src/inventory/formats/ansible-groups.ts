// The groups of an Ansible inventory, however they were written: members, children, variables, and what wins.
import type { Inventory, InventoryProblem, Place } from '../types.ts'
import { deviceOf, type Variable, type Variables } from './ansible-vars.ts'

interface Group {
  readonly hosts: Set<string>
  readonly children: Set<string>
  readonly variables: Map<string, Variable>
}

/** Variables of `group_vars` and `host_vars` files. */
export interface SideFiles {
  readonly groups: ReadonlyMap<string, Variables>
  readonly hosts: ReadonlyMap<string, Variables>
}

export class AnsibleGroups {
  readonly problems: InventoryProblem[] = []
  private readonly groups = new Map<string, Group>()
  private readonly hosts = new Map<string, { variables: Map<string, Variable>; place: Place }>()

  group(name: string): Group {
    const there = this.groups.get(name)
    if (there !== undefined) return there
    const fresh: Group = { hosts: new Set(), children: new Set(), variables: new Map() }
    this.groups.set(name, fresh)
    return fresh
  }

  host(name: string, group: string, variables: Variables, place: Place): void {
    const there = this.hosts.get(name) ?? { variables: new Map<string, Variable>(), place }
    for (const [key, value] of variables) there.variables.set(key, value)
    this.hosts.set(name, there)
    this.group(group).hosts.add(name)
  }

  /**
   * Devices with their variables. What wins, weakest first, as Ansible has it: `all`, parent groups, child groups
   * (those of the inventory before those of `group_vars`), the host in the inventory, `host_vars`.
   */
  inventory(side: SideFiles): Inventory {
    const depth = this.depths()
    const hosts = [...this.hosts].flatMap(([name, { variables, place }]) => {
      const groups = this.groupsOf(name)
      const weakestFirst = [...groups].sort(
        (a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0) || (a < b ? -1 : 1),
      )
      const merged = new Map<string, Variable>()
      const layers = [
        this.groups.get('all')?.variables,
        side.groups.get('all'),
        ...weakestFirst.map(group => this.groups.get(group)?.variables),
        ...weakestFirst.map(group => side.groups.get(group)),
        variables,
        side.hosts.get(name),
      ]
      for (const layer of layers) for (const [key, value] of layer ?? []) merged.set(key, value)
      const nearestFirst = weakestFirst.reverse()
      return deviceOf({ name, groups: nearestFirst, variables: merged, place }, this.problems) ?? []
    })
    return {
      hosts,
      credentials: new Map(),
      jumps: new Map(),
      groupLimits: new Map(),
      problems: this.problems,
    }
  }

  /** Every group that holds the host, directly or through children; `all` and `ungrouped` are no groups to choose by. */
  private groupsOf(host: string): Set<string> {
    const found = new Set<string>()
    let level = [...this.groups].filter(([, group]) => group.hosts.has(host)).map(([name]) => name)
    while (level.length > 0) {
      for (const name of level) found.add(name)
      level = [...this.groups]
        .filter(([name, group]) => !found.has(name) && level.some(child => group.children.has(child)))
        .map(([name]) => name)
    }
    found.delete('all')
    found.delete('ungrouped')
    return found
  }

  /** The longest way down from a group nobody holds; a circle is cut. */
  private depths(): Map<string, number> {
    const depth = new Map<string, number>()
    const visit = (name: string, at: number, way: readonly string[]): void => {
      if (way.includes(name)) {
        this.circle([...way, name])
        return
      }
      if ((depth.get(name) ?? -1) >= at) return
      depth.set(name, at)
      for (const child of this.groups.get(name)?.children ?? []) visit(child, at + 1, [...way, name])
    }
    for (const name of this.groups.keys()) visit(name, 0, [])
    return depth
  }

  private circle(way: readonly string[]): void {
    const text = `groups hold each other in a circle: ${way.join(' > ')}`
    if (!this.problems.some(problem => problem.level === 'error' && problem.text.startsWith('groups hold')))
      this.problems.push({ level: 'error', file: this.file, text })
  }

  /** The file named in problems that have no line. */
  readonly file: string

  constructor(file: string) {
    this.file = file
  }
}
