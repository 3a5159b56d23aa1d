// The reference of the facts: complete, made from the schema, found by what a person types.
import { describe, expect, test } from 'vitest'
import { buildReference, exampleValues } from '../../src/app/facts/build-reference.ts'
import { factReference, findFacts, nearestFact } from '../../src/app/facts/reference.ts'
import { zoneNotes } from '../../src/app/facts/zones.ts'
import { listFacts } from '../../src/cli/fact-list.ts'
import { createTheme } from '../../src/cli/theme.ts'
import { describeFacts, factTypes } from '../../src/diagnose/compile.ts'
import { allPaths, elementType, isLeaf, typeAt } from '../../src/diagnose/types.ts'
import type { RuleContext } from '../../src/model/facts/store.ts'

const { facts } = await factReference()
const entry = (path: string) => facts.find(fact => fact.path === path)
const theme = createTheme({ stream: { columns: 80 }, plain: true, env: { COLUMNS: '80' } })

describe('every fact', () => {
  test('of the schema is there, once', () => {
    const types = factTypes()
    const wanted = allPaths(types).filter(path => {
      const type = typeAt(types, path) ?? ''
      return isLeaf(type) || elementType(type) !== undefined
    })
    expect(facts.map(fact => fact.path).sort()).toEqual(wanted.sort())
  })

  test('says what it means', () => {
    expect(facts.filter(fact => fact.meaning.trim().length < 3).map(fact => fact.path)).toEqual([])
  })

  test('of time or size has a unit', () => {
    const named = facts.filter(({ path, type }) => type === 'int' && /(seconds|minutes|days)$/.test(path))
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(fact => fact.unit === undefined)).toEqual([])
    expect(entry('license.usage.*.count')?.unit).toBe('licences')
    expect(entry('derived.deadlines.ack.days_left')?.unit).toBe('days')
  })

  test('names the commands that tell it, or the facts it comes from', () => {
    const silent = facts.filter(fact => Object.keys(fact.commands).length === 0 && fact.from === undefined)
    // What was collected is known without any command.
    expect(silent.map(fact => fact.path)).toEqual([
      'collection.answered',
      'collection.refused',
      'collection.probed',
    ])
    expect(entry('license.reporting.last_ack')?.commands['nx-os']).toContain('show license status')
    expect(entry('derived.deadlines.ack.passed')).toMatchObject({
      commands: {},
      from: ['license.reporting.next_ack_deadline', 'clock.device_time'],
    })
    for (const fact of facts.filter(({ path }) => path.startsWith('derived.')))
      expect(fact.from?.length, fact.path).toBeGreaterThan(0)
  })

  test('of a described branch has its words before its own', () => {
    expect(entry('license.registration.initial.at')?.meaning).toMatch(/^first registration: /)
  })
})

describe('examples', () => {
  test('a value that says something comes before one that says none', () => {
    const described = describeFacts()
    const devices = [
      { dns: { lookup: false, source_interface: '' }, license: { usage: [{ name: '' }, { name: 'X' }] } },
      { dns: { lookup: true } },
    ]
    const found = exampleValues(described, devices)
    expect(found.get('dns.lookup')).toBe('true')
    expect(found.get('dns.source_interface')).toBe('""')
    expect(found.get('license.usage.*.name')).toBe('"X"')
    const built = buildReference(described, found).facts.find(fact => fact.path === 'license.usage.*.name')
    expect(built?.example).toBe('"X"')
  })

  test('else the description gives one', () => {
    expect(entry('license.method')?.example).toBe('"direct"')
    expect(entry('device.os_version')?.example).toBe('"17.9.4a"')
    const without = facts.filter(({ type, example }) => type !== 'list' && example === undefined)
    expect(without.length).toBeLessThan(facts.length / 2)
  })
})

describe('finding', () => {
  const paths = (...patterns: string[]): string[] => findFacts(facts, patterns).map(fact => fact.path)
  test.each([
    ['license.rum.mia', ['license.rum.mia']],
    ['LICENSE.RUM.MIA', ['license.rum.mia']],
    // Elements of a list are `*`; rules leave it out.
    ['callhome.profiles.destinations.url', ['callhome.profiles.*.destinations.*.url']],
    ['callhome.profiles.*.destinations.*.url', ['callhome.profiles.*.destinations.*.url']],
    ['clock*zone', ['clock.zone', 'clock.timezone.configured', 'clock.timezone.name', 'clock.timezone.offset_minutes', 'clock.timezone.region']],
    ['nothing-of-the-kind', []],
  ])('%s', (pattern, found) => expect(paths(pattern)).toEqual(found)) // biome-ignore format: a table

  test('no pattern finds all, two find both', () => {
    expect(paths().length).toBe(facts.length)
    expect(paths('license.rum.mia', 'license.pool')).toEqual(['license.rum.mia', 'license.pool'])
  })

  test.each([
    ['licence.reporting', 'license.reporting'],
    ['license.reporting.last_akc', 'license.reporting.last_ack'],
    ['zzzzzzzz', ''],
  ])('%s', async (pattern, meant) => {
    const hint = await nearestFact(facts, pattern)
    expect(hint).toBe(meant === '' ? '' : ` (did you mean ${meant}?)`)
  })
})

describe('the list', () => {
  test('fits 80 columns', async () => {
    const { text, notes } = await listFacts([], 'text', theme)
    expect(notes).toEqual([])
    expect(text.split('\n').filter(line => line.length > 80)).toEqual([])
  })

  test('as text', async () => {
    const { text } = await listFacts(['registered_minutes'], 'text', theme)
    expect(text).toContain('derived.registered_minutes  int, minutes\n')
    expect(text).toContain('from     license.registration.initial, clock.device_time')
  })

  test('as JSON; what is misspelt is told', async () => {
    const { text, notes } = await listFacts(['license.rum.mia', 'license.rum.mai'], 'json', theme)
    expect(JSON.parse(text)).toMatchObject({
      schema: 'smartlic.fact-list/v1',
      facts: [{ path: 'license.rum.mia' }],
    })
    expect(notes).toEqual([
      'no fact is called license.rum.mai (did you mean license.rum.mia?); `smartlic facts --list` shows all',
    ])
  })
})

test('times without offset are told, a sentence a zone', () => {
  const tree = {
    clock: { device_time: '2026-11-22T10:15:30[EST]' },
    saved_config: { changed_at: '2026-11-22T10:15:30', saved_at: '' },
    license: {
      communication: [{ last_success: '2026-11-22T10:15:30[EST]', last_failure: '2026-11-22T10:15:30Z' }],
    },
  } as RuleContext
  expect(zoneNotes({ facts: tree, sources: new Map(), missing: new Map() })).toEqual([
    '2 times have no offset: the offset of the zone EST is not known: no `clock timezone` line that was read names it; such a time is compared with times of the same zone only',
    '1 time has no offset: the time is printed without a zone; such a time is compared with times of the same zone only',
  ])
})
