// Throughput of a router: the level in use and the level asked for; the role of the unit that answered.
import { describe, expect, test } from 'vitest'
import { factsOf } from './config-read.ts'

const VERSION = (level: string): string =>
  `Cisco IOS XE Software, Version 17.03.04a\nedge-1 uptime is 3 days\n${level}\ncisco C8000V (VXE) processor (revision VXE) with 2071892K/3075K bytes of memory.\n`

const CONFIG = (line: string): string =>
  `Current configuration : 900 bytes\nversion 17.6\nhostname edge-1\n${line}\nend\n`

describe('throughput', () => {
  test('show version prints the level, or nothing', () => {
    const shown = factsOf({ 'show version': VERSION('The current throughput level is 10000 kbps') })
    expect(shown.facts.device?.throughput).toBe('10000 kbps')
    expect(factsOf({ 'show version': VERSION('!') }).facts.device?.throughput).toBe('')
    expect(factsOf({ 'show version': VERSION('!') }, 'truncated').facts.device?.throughput).toBeUndefined()
  })
  test('the configuration says what is asked for', () => {
    const asked = factsOf({ 'show running-config': CONFIG('platform hardware throughput crypto 1G') })
    expect(asked.facts.device?.throughput_configured).toBe('crypto 1G')
    expect(factsOf({ 'show running-config': CONFIG('!') }).facts.device?.throughput_configured).toBe('')
  })
})

test('tech support tells the role of the unit', () => {
  const text = (role: string): string =>
    `Smart Licensing Tech Support info\n\nHA Info\n==========\nRP Role: ${role}\nMessage Flow Allowed: False\n`
  const roleOf = (role: string): string | undefined =>
    factsOf({ 'show license tech support': text(role) }).facts.redundancy?.role
  expect(roleOf('Active')).toBe('active')
  expect(roleOf('Standby')).toBe('standby')
  expect(roleOf('Unknown')).toBeUndefined()
})
