// Collects what parsers set: merges values leaf by leaf and records where each came from.
import type { Source } from '../model/facts/store.ts'
import type { FactWriter, Line } from './contract.ts'

/** Lists of objects that are merged by a key instead of kept whole. */
const LIST_KEYS: Readonly<Record<string, (element: Tree) => string>> = {
  'callhome.profiles': element => String(element['name']),
  'callhome.statistics': element => String(element['kind']),
  'license.communication': element => String(element['activity']),
  interfaces: element => String(element['name']),
  vrfs: element => String(element['name']),
  access_lists: element => String(element['name']),
  'pki.keys': element => String(element['name']),
  'pki.trustpoints': element => String(element['name']),
  // Configuration read in parts (one section a command) adds up; the same line read twice stays one element.
  'callhome.profiles.destinations': element => String(element['url']),
  'dns.servers': element => `${element['vrf']} ${element['address']}`,
  'dns.hosts': element => `${element['vrf']} ${element['name']} ${element['address']}`,
  'ntp.servers': element => `${element['vrf']} ${element['address']}`,
  connectivity: element =>
    ['tool', 'host', 'address', 'port', 'vrf', 'source'].map(key => String(element[key])).join(' '),
  routes: element => `${element['vrf']} ${element['prefix']} ${element['next_hop']}`,
  // One table or view a command: each VRF is asked for on its own.
  routing_tables: element => String(element['vrf']),
  'dns.resolvers': element => String(element['vrf']),
  'pki.certificates': element => ['trustpoint', 'kind', 'serial'].map(key => String(element[key])).join(' '),
}

/**
 * Lists only the capture that began them adds to. Two commands show the same lines, and a copy may hold the
 * configuration before and after a repair: what the better source no longer has must not come back.
 */
const ONE_CAPTURE: ReadonlySet<string> = new Set([
  'callhome.profiles.destinations',
  'dns.servers',
  'dns.hosts',
  'ntp.servers',
  'routes',
])

export type Tree = { [key: string]: unknown }

/** Where a parser's lines lie: gives each source its command, origin and line in the file. */
export interface CaptureContext {
  readonly command: string
  readonly origin: string
  /** Line of the origin that line 1 of the capture stands on. */
  readonly firstLine: number
  /** Not the device speaks, but this computer. */
  readonly vantage?: 'computer'
}

export class FactCollector {
  readonly facts: Tree = {}
  readonly sources = new Map<string, Source[]>()
  readonly unreadable = new Map<string, { reason: string; command: string }>()
  readonly #began = new Map<string, CaptureContext>()
  /** List path -> key -> position: a search for each element would cost the square of a long list. */
  readonly #positions = new Map<string, Map<string, number>>()
  #writing: CaptureContext | undefined

  writerFor(context: CaptureContext): FactWriter {
    const sourceOf = (line: Line): Source => ({
      command: context.command,
      line: context.firstLine + line.number - 1,
      text: line.text.trim(),
      origin: context.origin,
      ...(context.vantage === undefined ? {} : { vantage: context.vantage }),
    })
    return {
      set: (path, value, lines) => {
        this.#writing = context
        this.#merge(path, path, value, [lines].flat().map(sourceOf))
      },
      setEach: (path, elements, lines) => {
        this.#writing = context
        const keyed = LIST_KEYS[path] !== undefined
        if (!keyed && this.#has(path)) return
        this.#merge(path, path, [], [lines].flat().map(sourceOf))
        elements.forEach(({ value, lines: own }, index) => {
          const sources = [own].flat().map(sourceOf)
          if (keyed) this.#merge(path, path, [value], sources)
          else this.#merge(`${path}.${index}`, path, value, sources)
        })
      },
      claim: () => {},
      unreadable: (path, reason) => {
        this.unreadable.set(path, { reason, command: context.command })
      },
    }
  }

  /** `keyPath` is the path without list positions: it selects the merge key. First value wins. */
  #merge(path: string, keyPath: string, value: unknown, sources: Source[]): void {
    if (value === undefined || value === null) return
    if (Array.isArray(value)) {
      this.#mergeList(path, keyPath, value, sources)
    } else if (typeof value === 'object') {
      for (const [key, part] of Object.entries(value))
        this.#merge(`${path}.${key}`, `${keyPath}.${key}`, part, sources)
    } else if (!this.#has(path)) {
      this.#put(path, value)
      this.sources.set(path, sources)
    }
  }

  #mergeList(path: string, keyPath: string, value: readonly unknown[], sources: Source[]): void {
    const keyOf = LIST_KEYS[keyPath]
    const present = this.#at(path)
    if (!Array.isArray(present)) {
      this.#put(path, [])
      this.sources.set(path, sources)
      if (this.#writing !== undefined) this.#began.set(path, this.#writing)
    } else if (keyOf === undefined || (ONE_CAPTURE.has(keyPath) && this.#began.get(path) !== this.#writing)) {
      return
    }
    const list = this.#at(path) as unknown[]
    const positions = this.#positions.get(path) ?? new Map<string, number>()
    this.#positions.set(path, positions)
    for (const element of value) {
      if (element === null || typeof element !== 'object') {
        list.push(element)
        continue
      }
      const key = keyOf?.(element as Tree)
      let index = key === undefined ? undefined : positions.get(key)
      if (index === undefined) {
        index = list.length
        list.push({})
        if (key !== undefined) positions.set(key, index)
      }
      this.#merge(`${path}.${index}`, keyPath, element, sources)
    }
  }

  #at(path: string): unknown {
    let node: unknown = this.facts
    for (const key of path.split('.')) {
      if (node === null || typeof node !== 'object') return undefined
      node = (node as Tree)[key]
    }
    return node
  }

  #has(path: string): boolean {
    return this.#at(path) !== undefined
  }

  #put(path: string, value: unknown): void {
    const keys = path.split('.')
    const last = keys.pop()
    if (last === undefined) return
    let node: Tree = this.facts
    for (const key of keys) {
      const next = node[key]
      if (next === null || typeof next !== 'object') node[key] = {}
      node = node[key] as Tree
    }
    node[last] = value
  }
}
