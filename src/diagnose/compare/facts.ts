// What is different of a device between two readings, in facts; what changes by itself is left out. Pure.
import type { FactChange } from '../../model/comparison.ts'
import { type FactStore, sourcesOf } from '../../model/facts/store.ts'
import { COMMON_NAMES, isNoise, isSet, LIST_NAMES } from './noise.ts'

/** Characters of a value that is shown. */
const MOST = 200

interface Leaf {
  readonly value: string
  /** With positions, as sources know it. */
  readonly place: string
}

/**
 * Facts both readings know and that differ, in the order of the tree. A fact only one of them knows is no change: the
 * other may lack the command. An element of a list both know is one: it came or went.
 */
export function compareFacts(before: FactStore, after: FactStore): FactChange[] {
  const was = new Reading(before)
  const is = new Reading(after)
  const changes: FactChange[] = []
  for (const path of new Set([...was.order, ...is.order])) {
    const [a, b] = [was.leaves.get(path), is.leaves.get(path)]
    if (a !== undefined && b !== undefined && a.value !== b.value) {
      changes.push({ path, before: cut(a.value), after: cut(b.value), command: commandOf(after, b.place) })
      continue
    }
    const [one, other] = [was.elements.get(path), is.elements.get(path)]
    if (one !== undefined && other === undefined && is.lists.has(one.list))
      changes.push({ path, before: cut(one.value), after: '', command: commandOf(before, one.place) })
    if (one === undefined && other !== undefined && was.lists.has(other.list))
      changes.push({ path, before: '', after: cut(other.value), command: commandOf(after, other.place) })
  }
  return changes
}

function commandOf(store: FactStore, place: string): string {
  return sourcesOf(store, place)[0]?.command ?? ''
}

function cut(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST - 3)}...`
}

interface Element extends Leaf {
  readonly list: string
}

/** Servers put the time into what they refuse with: `The device date '1752480930000' is offset ...`. */
function steady(words: readonly string[], text: string): string {
  return /failure_reason$|^last_response$/.test(words.at(-1) ?? '')
    ? text.replace(/\b1\d{9}(?:\d{3})?\b/g, '(time)')
    : text
}

function ordered(words: readonly string[], value: unknown): unknown {
  return Array.isArray(value) && isSet(words) ? [...value].sort() : value
}

/** A fact tree by names. */
class Reading {
  readonly leaves = new Map<string, Leaf>()
  readonly elements = new Map<string, Element>()
  readonly lists = new Set<string>()
  readonly order: string[] = []

  constructor(store: FactStore) {
    this.walk(store.facts, { shown: '', place: '', words: [] })
  }

  private walk(value: unknown, at: Place): void {
    if (value === undefined || isNoise(at.words)) return
    if (Array.isArray(value) && value.some(isRecord)) {
      this.list(value.filter(isRecord), at)
      return
    }
    // An empty list is known to be empty; of what is not told by its form.
    if (Array.isArray(value) && value.length === 0) this.lists.add(at.shown)
    if (!isRecord(value)) {
      this.leaves.set(at.shown, {
        value: steady(at.words, textOf(ordered(at.words, value))),
        place: at.place,
      })
      this.order.push(at.shown)
      return
    }
    for (const [key, child] of Object.entries(value)) this.walk(child, below(at, key, key, key))
  }

  private list(items: readonly Record<string, unknown>[], at: Place): void {
    this.lists.add(at.shown)
    const taken = new Map<string, number>()
    items.forEach((item, index) => {
      const name = nameOf(item, at.words)
      const nth = (taken.get(name) ?? 0) + 1
      taken.set(name, nth)
      const own = nth === 1 ? name : `${name} #${nth}`
      const place = { shown: `${at.shown}[${own}]`, place: `${at.place}.${index}`, words: [...at.words, '*'] }
      if (isNoise(place.words)) return
      this.elements.set(place.shown, {
        value: summaryOf(item, place.words),
        place: place.place,
        list: at.shown,
      })
      this.order.push(place.shown)
      this.walk(item, place)
    })
  }
}

interface Place {
  readonly shown: string
  readonly place: string
  /** As in the schema, elements as `*`. */
  readonly words: readonly string[]
}

function below(at: Place, shown: string, place: string, word: string): Place {
  const join = (head: string, tail: string): string => (head === '' ? tail : `${head}.${tail}`)
  return { shown: join(at.shown, shown), place: join(at.place, place), words: [...at.words, word] }
}

function nameOf(item: Readonly<Record<string, unknown>>, words: readonly string[]): string {
  const fields = LIST_NAMES[words.join('.')] ?? COMMON_NAMES
  const parts = fields.map(field => textOf(item[field])).filter(text => text !== '')
  return parts.length > 0 ? parts.join(' ') : 'unnamed'
}

/** `name CiscoTAC-1, active yes`. */
function summaryOf(item: Readonly<Record<string, unknown>>, words: readonly string[]): string {
  return Object.entries(item)
    .filter(([key, value]) => textOf(value) !== '' && !isNoise([...words, key]))
    .map(([key, value]) => `${key} ${textOf(value)}`)
    .join(', ')
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value))
    return value.map(one => (isRecord(one) ? nameOf(one, []) : textOf(one))).join(', ')
  return isRecord(value) ? summaryOf(value, []) : String(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
