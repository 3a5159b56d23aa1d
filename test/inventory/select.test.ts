// --limit: names, groups, tags, and what a misspelt term says.
import { describe, expect, test } from 'vitest'
import { select } from '../../src/inventory/select.ts'
import type { InventoryHost } from '../../src/inventory/types.ts'

const host = (name: string, groups: readonly string[] = [], tags: readonly string[] = []): InventoryHost => ({
  name,
  host: `${name}.example.net`,
  groups,
  tags,
  jump: [],
  place: { file: 'inventory' },
})

const HOSTS = [
  host('sw1', ['campus'], ['berne']),
  host('sw2', ['campus'], ['basel']),
  host('leaf-1', ['dc'], ['berne']),
  host('SW10', ['dc']),
]

describe('--limit', () => {
  test.each([
    ['sw1', ['sw1']],
    ['sw*', ['sw1', 'sw2', 'SW10']],
    ['sw?', ['sw1', 'sw2']],
    ['sw[13]', ['sw1']],
    ['*.example.net', ['sw1', 'sw2', 'leaf-1', 'SW10']],
    ['campus', ['sw1', 'sw2']],
    ['group:dc', ['leaf-1', 'SW10']],
    ['tag:berne', ['sw1', 'leaf-1']],
    ['host:leaf-*', ['leaf-1']],
    ['dc,sw1', ['sw1', 'leaf-1', 'SW10']],
    ['campus,!sw2', ['sw1']],
    ['!dc', ['sw1', 'sw2']],
    ['campus,&tag:berne', ['sw1']],
    ['&berne', ['sw1', 'leaf-1']],
  ])('%s', (limit, names) => {
    expect(select(HOSTS, limit).map(one => one.name)).toEqual(names)
  })

  test.each([
    ['campsu', '--limit: no device, group or tag matches "campsu"; did you mean "campus"?'],
    ['sw1,zzz', 'matches "zzz"'],
    ['sw1,!sw1', 'leaves no device'],
    [' , ', 'names nothing'],
  ])('%j is refused', (limit, message) => {
    expect(() => select(HOSTS, limit)).toThrow(message)
  })
})
