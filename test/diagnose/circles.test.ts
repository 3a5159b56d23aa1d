// Circles of links: found, named, and cheap to look for.
import { expect, test } from 'vitest'
import { circlesOf } from '../../src/diagnose/circles.ts'

const links = (text: Record<string, string>): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.entries(text).map(([from, to]) => [from, to === '' ? [] : to.split(' ')]))

test('only what lies on a circle', () => {
  const found = circlesOf(links({ a: 'b', b: 'c d', c: 'a', d: '', e: 'a', f: 'f' }))
  expect([...found.keys()].sort()).toEqual(['a', 'b', 'c', 'f'])
  expect(found.get('f')).toEqual(['f', 'f'])
  const circle = found.get('b') ?? []
  expect(circle[0]).toBe(circle.at(-1))
  expect(circle.slice(1).sort()).toEqual(['a', 'b', 'c'])
})

test('what lies between two circles is on none', () => {
  expect([...circlesOf(links({ a: 'a b', b: 'c', c: 'c' })).keys()].sort()).toEqual(['a', 'c'])
})

test('links to nothing are no circle', () => {
  expect(circlesOf(links({ a: 'x', b: 'a' })).size).toBe(0)
})

test('a thousand rules that all explain each other, and a chain of twenty thousand', () => {
  const names = Array.from({ length: 1000 }, (_, i) => `r${i}`)
  const all = new Map(names.map(name => [name, names.filter(other => other !== name)]))
  expect(circlesOf(all).size).toBe(1000)
  const chain = new Map(Array.from({ length: 20_000 }, (_, i) => [`c${i}`, [`c${i + 1}`]]))
  expect(circlesOf(chain).size).toBe(0)
})
