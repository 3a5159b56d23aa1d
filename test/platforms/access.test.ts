// What an account needs: every command that may be typed is allowed, and nothing that changes a device.
import { describe, expect, test } from 'vitest'
import { accessPlan } from '../../src/app/check.ts'
import { PLATFORMS } from '../../src/model/platform.ts'
import { accessFor } from '../../src/platforms/access.ts'

describe('T38 the account a run needs', () => {
  test.each(PLATFORMS)('%s: every typed command is in each list of commands', async platform => {
    const [plan] = await accessPlan({ platform, enable: false })
    expect(plan?.commands.length).toBeGreaterThan(10)
    const typed = (plan?.commands ?? []).map(command => command.split('|')[0]?.trim() ?? '')
    const lists = (plan?.access ?? []).filter(block => !/task group|lowered/i.test(block.title))
    expect(lists.length).toBeGreaterThan(0)
    for (const { title, lines } of lists) {
      const text = lines.join('\n')
      for (const command of typed) {
        const [word = '', ...rest] = command.split(' ')
        const there =
          text.includes(command) ||
          (text.includes(`cmd = ${word} {`) && text.includes(`"^${rest.join(' ')}( |$)"`))
        expect(there || rest.length === 0 ? command : `${title}: ${command} is missing`).toBe(command)
      }
    }
  })

  test.each(PLATFORMS)('%s: nothing is allowed beyond show, paging, enable and logout', async platform => {
    const [plan] = await accessPlan({ platform, enable: true })
    for (const command of plan?.commands ?? [])
      expect(command).toMatch(
        /^(?:(?:admin )?show |terminal (?:length \d+|width \d+|exec prompt no-timestamp|no monitor|monitor disable)$|enable$|exit$)/,
      )
  })

  test('patterns are literal and stop at a word', () => {
    const [block] = accessFor('ios-xe', ['show ip route 0.0.0.0', 'show version'])
    expect(block?.lines).toContain('    permit "^ip route 0\\.0\\.0\\.0( |$)"')
    expect(block?.lines).toContain('    deny .*')
  })

  test('--quick leaves tech-support out', async () => {
    const all = await accessPlan({ enable: false })
    const quick = await accessPlan({ enable: false, quick: true })
    expect(JSON.stringify(all)).toContain('tech')
    expect(JSON.stringify(quick.map(plan => plan.commands))).not.toMatch(/tech/)
  })
})
