// Takes over into a device's facts what differs between two readings of its configuration.
import type { FactStore, Missing } from '../../model/facts/store.ts'
import { sameInterface } from '../derive/way.ts'

type Tree = { [key: string]: unknown }

/** Why a fact is unknown that the configuration told before the change. */
export const UNTOLD: Missing = { reason: 'only the device can tell after the change', command: '' }

/**
 * `facts` with every leaf that `before` and `after` tell differently set as `after` tells it; what `after` does not tell any
 * more becomes unknown. Elements of lists are told
 * apart by name, else by all they hold. The inputs stay as they are.
 */
export function patched(store: FactStore, before: FactStore, after: FactStore): FactStore {
  const facts = structuredClone(store.facts) as Tree
  const missing = new Map(store.missing)
  patchObject(facts, before.facts as Tree, after.facts as Tree, '', missing)
  return { facts, sources: store.sources, missing }
}

/** Makes a fact unknown. */
export function forget(store: FactStore, path: string, reason: string): void {
  const keys = path.split('.')
  let node: unknown = store.facts
  for (const key of keys.slice(0, -1)) node = isTree(node) ? node[key] : undefined
  const last = keys.at(-1)
  if (!isTree(node) || last === undefined || node[last] === undefined) return
  delete node[last]
  ;(store.missing as Map<string, Missing>).set(path, { ...UNTOLD, reason })
}

function patchObject(
  target: Tree,
  before: Tree,
  after: Tree,
  path: string,
  missing: Map<string, Missing>,
): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was = before[key]
    const is = after[key]
    if (same(was, is)) continue
    const at = path === '' ? key : `${path}.${key}`
    if (isTree(is) && (was === undefined || isTree(was))) {
      if (!isTree(target[key])) target[key] = {}
      patchObject(target[key] as Tree, was ?? {}, is, at, missing)
    } else if (Array.isArray(is) && (was === undefined || Array.isArray(was))) {
      target[key] = patchList(target[key], was ?? [], is, at, missing)
    } else if (is !== undefined) target[key] = is
    else {
      delete target[key]
      missing.set(at, UNTOLD)
    }
  }
}

function patchList(
  target: unknown,
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  missing: Map<string, Missing>,
): unknown[] {
  const present = Array.isArray(target) ? target : []
  const isSame = KEYED[path]
  if (isSame !== undefined) return patchNamed(present, before, after, path, missing, isSame)
  const isOne = sameElement(path)
  // The same list in another order is no change.
  if (present.length === before.length && present.every(one => before.some(other => isOne(one, other))))
    return [...after]
  const gone = before.filter(one => !after.some(other => isOne(one, other)))
  const come = after.filter(one => !before.some(other => isOne(one, other)))
  const kept = present.filter(one => !gone.some(other => isOne(one, other)))
  return [...kept, ...come.filter(one => !kept.some(other => isOne(one, other)))]
}

function patchNamed(
  present: readonly unknown[],
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  missing: Map<string, Missing>,
  isSame: (a: string, b: string) => boolean,
): unknown[] {
  const find = (list: readonly unknown[], name: string): number =>
    list.findIndex(one => isSame(nameOf(one), name))
  const list = present.filter(one => find(before, nameOf(one)) < 0 || find(after, nameOf(one)) >= 0)
  for (const one of after) {
    if (!isTree(one)) continue
    const was = before[find(before, nameOf(one))]
    const place = find(list, nameOf(one))
    const there = list[place]
    if (isTree(there)) patchObject(there, isTree(was) ? was : {}, one, `${path}.${place}`, missing)
    else if (!same(was, one)) list.push(structuredClone(one))
  }
  return list
}

/** Lists whose elements have a name of their own; static hosts are none, a name may have several addresses. */
const KEYED: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  'callhome.profiles': (a, b) => a.toLowerCase() === b.toLowerCase(),
  'pki.trustpoints': (a, b) => a === b,
  vrfs: (a, b) => a === b,
  interfaces: (a, b) => a === b || sameInterface(a, b),
}

function nameOf(one: unknown): string {
  return isTree(one) && typeof one['name'] === 'string' ? one['name'] : ''
}

/** What tells an element from another; other commands may print the rest otherwise. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  destinations: ['url', 'index'],
  servers: ['address', 'vrf'],
  hosts: ['name', 'address', 'vrf'],
  routes: ['vrf', 'prefix', 'next_hop'],
}

function sameElement(path: string): (a: unknown, b: unknown) => boolean {
  const keys = IDENTITY[path.slice(path.lastIndexOf('.') + 1)]
  if (keys === undefined) return same
  // Index 0 stands for none: only NX-OS numbers its addresses.
  const equal = (a: unknown, b: unknown, key: string): boolean =>
    same(a, b) || (key === 'index' && (a === 0 || b === 0))
  return (a, b) => isTree(a) && isTree(b) && keys.every(key => equal(a[key], b[key], key))
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
