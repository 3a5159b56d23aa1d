// Reading fact trees by path patterns: `callhome.profiles.*.active` stands for every element.

/** Concrete paths (with positions) that a pattern names in this tree, and where the tree ends too early. */
export interface Expanded {
  readonly present: readonly string[]
  readonly absent: readonly string[]
}

/**
 * Expands `*` (and a field name written directly after a list) to the elements that are there. A list that is
 * itself unknown is one absent path; an empty list gives nothing, neither present nor absent.
 */
export function expand(tree: unknown, pattern: string): Expanded {
  const present: string[] = []
  const absent: string[] = []
  const keys = pattern.split('.')
  const walk = (node: unknown, at: string, index: number): void => {
    if (node === undefined) {
      // The whole path is named, with `*` for the lists below the gap.
      absent.push([at, ...keys.slice(index)].filter(part => part !== '').join('.'))
      return
    }
    const key = keys[index]
    if (key === undefined) {
      present.push(at)
      return
    }
    if (Array.isArray(node) && !/^\d+$/.test(key)) {
      const next = key === '*' ? index + 1 : index
      for (const [position, element] of node.entries()) walk(element, join(at, String(position)), next)
      return
    }
    const child =
      typeof node === 'object' && node !== null && Object.hasOwn(node, key) ? field(node, key) : undefined
    walk(child, join(at, key), index + 1)
  }
  walk(tree, '', 0)
  return { present, absent }
}

/** True when every fact the pattern names is known. */
export function isKnown(tree: unknown, pattern: string): boolean {
  return expand(tree, pattern).absent.length === 0
}

/** A copy of the tree without the leaf or branch at a concrete path. */
export function without(tree: unknown, path: string): unknown {
  const [key = '', ...rest] = path.split('.')
  if (Array.isArray(tree))
    return tree.map((item, i) => (String(i) === key ? without(item, rest.join('.')) : item))
  if (typeof tree !== 'object' || tree === null) return tree
  const copy: Record<string, unknown> = { ...tree }
  if (rest.length === 0) delete copy[key]
  else if (Object.hasOwn(copy, key)) copy[key] = without(copy[key], rest.join('.'))
  return copy
}

/** Leaves (and empty or plain lists) of a tree with their concrete paths. */
export function leavesOf(tree: unknown, at = ''): [path: string, value: unknown][] {
  if (Array.isArray(tree)) {
    const branches = tree.some(item => typeof item === 'object' && item !== null)
    return branches ? tree.flatMap((item, i) => leavesOf(item, join(at, String(i)))) : [[at, tree]]
  }
  if (typeof tree === 'object' && tree !== null) {
    return Object.entries(tree).flatMap(([key, value]) => leavesOf(value, join(at, key)))
  }
  return tree === undefined ? [] : [[at, tree]]
}

function field(node: object, key: string): unknown {
  return (node as Record<string, unknown>)[key]
}

function join(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`
}
