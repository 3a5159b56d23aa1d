// Rules to commands: the mission always, the rest by need, long commands last.
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../src/collect/catalogue.ts'
import { type Providers, planCommands } from '../../src/collect/plan.ts'
import { PLATFORMS } from '../../src/model/platform.ts'

const providers = (table: Record<string, string[]>): Providers => ({
  commandsProviding: (_platform, path) => table[path] ?? [],
  canonicalCommand: (_platform, command) => (command.startsWith('show logging') ? 'show logging' : command),
})
const none = providers({})

describe('without rules', () => {
  test.each(PLATFORMS)('%s gets mission and core commands, nothing that only a rule needs', platform => {
    const plan = planCommands([], platform, none)
    const expected = CATALOGUE[platform].filter(entry => entry.when !== 'needed').map(entry => entry.command)
    expect(plan.map(one => one.command).sort()).toEqual([...expected].sort())
    expect(plan.every(one => one.serves.length === 0)).toBe(true)
  })

  test.each([
    ['ios-xe', ['show license all', 'show running-config', 'show license tech support']],
    ['nx-os', ['show license all', 'show running-config callhome', 'show tech-support license']],
    ['ios-xr', ['show license all', 'admin show license status', 'show running-config call-home']],
  ] as const)('%s missions', (platform, missions) => {
    const plan = planCommands([], platform, none)
    expect(plan.filter(one => one.mission).map(one => one.command)).toEqual(missions)
  })

  test.each(['ios-xe', 'nx-os'] as const)('%s: tech-support is the last command', platform => {
    const plan = planCommands([], platform, none)
    expect(plan.at(-1)?.limits).toBe('tech')
    expect(plan.findIndex(one => one.limits === 'tech')).toBe(
      plan.filter(one => one.limits !== 'tech').length,
    )
  })

  test('no command twice', () => {
    for (const platform of PLATFORMS) {
      const commands = planCommands([], platform, none).map(one => one.command)
      expect(new Set(commands).size).toBe(commands.length)
    }
  })
})

describe('with rules', () => {
  test('a rule brings in a needed command only when nothing else settles its fact', () => {
    const table = {
      'pki.trustpool': ['show crypto pki trustpool'],
      clock: ['show clock detail', 'show license eventlog'],
    }
    const rules = [
      { id: 'root-missing', reads: ['pki.trustpool'] },
      { id: 'clock-offset', reads: ['clock'] },
    ]
    const plan = planCommands(rules, 'ios-xe', providers(table))
    const by = new Map(plan.map(one => [one.command, one]))
    expect(by.get('show crypto pki trustpool')?.serves).toEqual(['root-missing'])
    expect(by.get('show clock detail')?.serves).toEqual(['clock-offset'])
    expect(by.has('show license eventlog')).toBe(false)
  })

  test('a filtered form serves what its command settles', () => {
    const plan = planCommands(
      [{ id: 'comm-failed', reads: ['log.events'] }],
      'nx-os',
      providers({ 'log.events': ['show logging'] }),
    )
    expect(plan.find(one => one.command.startsWith('show logging logfile'))?.serves).toEqual(['comm-failed'])
  })

  test('a fact outside the catalogue brings its best read-only command, before the long ones', () => {
    const table = { x: ['reload', 'show something new'] }
    const plan = planCommands([{ id: 'own-rule', reads: ['x'] }], 'ios-xe', providers(table))
    const at = plan.findIndex(one => one.command === 'show something new')
    expect(plan[at]).toMatchObject({ serves: ['own-rule'], mission: false })
    expect(at).toBeLessThan(plan.findIndex(one => one.limits === 'tech'))
    expect(plan.some(one => one.command === 'reload')).toBe(false)
  })

  test('rules of other platforms bring nothing', () => {
    const rules = [{ id: 'r', reads: ['pki.trustpool'], platforms: ['ios-xr'] as const }]
    const plan = planCommands(rules, 'ios-xe', providers({ 'pki.trustpool': ['show crypto pki trustpool'] }))
    expect(plan.some(one => one.command === 'show crypto pki trustpool')).toBe(false)
  })
})
