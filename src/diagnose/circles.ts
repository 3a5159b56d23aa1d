// Circles in `explains`: rules that would account for each other and so for nothing.

/**
 * For each node on a circle, one circle through its group, first node repeated at the end: `['a', 'b', 'a']`.
 * Linear in nodes and links (Tarjan's strongly connected components, without recursion).
 */
export function circlesOf(
  links: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const circles = new Map<string, readonly string[]>()
  for (const group of groupsOf(links)) {
    const [start] = group
    if (start === undefined) continue
    const circle = wayBack(start, new Set(group), links)
    if (circle !== undefined) for (const node of group) circles.set(node, circle)
  }
  return circles
}

interface Visit {
  readonly node: string
  readonly next: Iterator<string>
}

/** Groups of nodes that reach each other; a node alone is a group, too. */
function groupsOf(links: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const inOpen = new Set<string>()
  const groups: string[][] = []
  const enter = (node: string): Visit => {
    order.set(node, order.size)
    low.set(node, order.size - 1)
    open.push(node)
    inOpen.add(node)
    return { node, next: (links.get(node) ?? [])[Symbol.iterator]() }
  }
  const lower = (node: string, to: number | undefined): void => {
    low.set(node, Math.min(low.get(node) ?? 0, to ?? 0))
  }
  const leave = (node: string): void => {
    if (low.get(node) !== order.get(node)) return
    const group = open.splice(open.lastIndexOf(node))
    for (const one of group) inOpen.delete(one)
    groups.push(group)
  }
  for (const root of links.keys()) {
    if (order.has(root)) continue
    const stack = [enter(root)]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { value: target, done } = top.next.next()
      if (done === true) {
        stack.pop()
        leave(top.node)
        const above = stack.at(-1)
        if (above !== undefined) lower(above.node, low.get(top.node))
      } else if (!order.has(target)) {
        if (links.has(target)) stack.push(enter(target))
      } else if (inOpen.has(target)) lower(top.node, order.get(target))
    }
  }
  return groups
}

/** The shortest way from a node back to itself within its group. */
function wayBack(
  start: string,
  group: ReadonlySet<string>,
  links: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const from = new Map<string, string>()
  let front = [start]
  while (front.length > 0) {
    const next: string[] = []
    for (const node of front) {
      for (const target of links.get(node) ?? []) {
        if (target === start) {
          const way = [start]
          for (let at = node; at !== start; at = from.get(at) ?? start) way.push(at)
          return [...way, start].reverse()
        }
        if (!group.has(target) || from.has(target)) continue
        from.set(target, node)
        next.push(target)
      }
    }
    front = next
  }
  return undefined
}
