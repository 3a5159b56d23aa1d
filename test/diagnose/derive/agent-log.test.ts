// What the log says of the agent: the change of the clock at a start is none, an error it recovered from is none.
import { describe, expect, test } from 'vitest'
import { derive } from '../../../src/diagnose/derive/index.ts'
import type { RuleContext } from '../../../src/model/facts/store.ts'

function derived(facts: RuleContext): NonNullable<RuleContext['derived']> {
  return derive({ facts, sources: new Map(), missing: new Map() }).facts.derived ?? {}
}

/** A log of these messages, oldest first; a text may follow the name. */
const log = (...names: string[]): RuleContext => ({
  log: {
    events: names.map((name, index) => {
      const [mnemonic = '', text = ''] = name.split(': ')
      return { index, at: '', facility: 'SMART_LIC', severity: 5, mnemonic, text }
    }),
  },
})

describe('clock_changes', () => {
  const changes = (...names: string[]): number | undefined => derived(log(...names)).clock_changes

  test('one at the start of the device is normal, also when the agent was faster', () => {
    expect(changes('RESTART', 'AGENT_READY', 'SYSTEM_CLOCK_CHANGED', 'AGENT_REG_SUCCESS')).toBe(0)
    expect(changes('AGENT_READY', 'COMM_RESTORED', 'SYSTEM_CLOCK_CHANGED')).toBe(0)
    expect(changes('SYSTEM_CLOCK_CHANGED')).toBe(0)
  })
  test('later ones count, those before the last start do not', () => {
    const life = ['AGENT_READY', 'SYSTEM_CLOCK_CHANGED', 'AGENT_REG_SUCCESS', 'SYSTEM_CLOCK_CHANGED']
    expect(changes(...life)).toBe(1)
    expect(changes(...life, 'SYSTEM_CLOCK_CHANGED')).toBe(2)
    expect(changes(...life, 'RESTART')).toBe(0)
    // The buffer lost the start: everything behind a success counts.
    expect(changes('COMM_RESTORED', 'SYSTEM_CLOCK_CHANGED')).toBe(1)
  })
  test('without a log it is unknown', () => {
    expect(derived({}).clock_changes).toBeUndefined()
  })
})

describe('platform_errors and trust_failures', () => {
  test('an agent that works afterwards has recovered', () => {
    expect(derived(log('PLATFORM_ERROR: udi_sn is empty')).platform_errors).toEqual(['udi_sn is empty'])
    expect(derived(log('PLATFORM_ERROR: udi_sn is empty', 'AGENT_READY')).platform_errors).toEqual([])
    expect(derived({}).platform_errors).toBeUndefined()
  })
  test('a trust code that came later ends a refusal', () => {
    const refused = 'TRUST_CODE_INSTALL_FAILED: already installed'
    expect(derived(log(refused)).trust_failures).toEqual(['already installed'])
    expect(derived(log(refused, 'TRUST_CODE_INSTALL_SUCCESS')).trust_failures).toEqual([])
  })
})

describe('network_licenses and dna_licenses', () => {
  const usage = (...lines: object[]): RuleContext => ({
    license: { usage: lines as NonNullable<NonNullable<RuleContext['license']>['usage']> },
  })

  test('lines of several models add up, unused ones do not count', () => {
    const result = derived(
      usage(
        { name: 'C9300 48P Network Advantage', count: 2, status: 'in-use' },
        { name: 'network-advantage_250M', count: 1, status: 'in-use' },
        { name: 'network-essentials', count: 4, status: 'not-in-use' },
        { name: 'dna-advantage', count: 3, status: 'in-use' },
      ),
    )
    expect(result).toMatchObject({ network_licenses: 3, dna_licenses: 3 })
  })
  test('a line without its count or status leaves the sum open', () => {
    expect(derived(usage({ name: 'network-advantage', status: 'in-use' })).network_licenses).toBeUndefined()
    expect(derived(usage({ name: 'network-advantage', count: 1 })).network_licenses).toBeUndefined()
    expect(derived({}).network_licenses).toBeUndefined()
  })
})
