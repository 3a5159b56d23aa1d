// Every fix is typed over SSH on a simulated device that was broken before: it must work, and its undo must take it back.
// `CLOSED_LOOP=part-of-a-rule-id npx vitest run test/closed-loop` runs some of them. One test file a platform: they run side by side.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RuleSet, soundRules } from '../../src/app/rules.ts'
import { type Lab, type RunningDevice, startLab } from '../../src/lab/server.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import { check, run, standing } from './loop.ts'
import { loops } from './table.ts'

const dir = new URL('devices', import.meta.url).pathname

/** Loops side by side: they wait more than they work. */
const AT_ONCE = 16

async function sideBySide<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) await work(items[at] as T, at)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** All loops of a platform as one suite. */
export function closedLoops(platform: Platform): void {
  const wanted = process.env['CLOSED_LOOP'] ?? ''
  const table = loops().filter(loop => loop.platform === platform && loop.rule.includes(wanted))
  const ids = [...new Set(table.map(loop => loop.device))]
  let lab: Lab
  let rules: RuleSet
  const healthy = new Map<string, DeviceReport>()
  const failures: (string | undefined)[] = []

  beforeAll(async () => {
    rules = await soundRules()
    // A device of its own for each loop, and one of each kind that stays as it is.
    lab = await startLab({ dir, devices: [...ids, ...table.map(loop => loop.device)] })
    await sideBySide(ids, async (id, at) => {
      healthy.set(id, await check(lab.devices[at] as RunningDevice, rules))
    })
    await sideBySide(table, async (loop, at) => {
      try {
        const before = healthy.get(loop.device) as DeviceReport
        await run(loop, lab.devices[ids.length + at] as RunningDevice, before, rules)
      } catch (error) {
        failures[at] = error instanceof Error ? error.message : String(error)
      }
    })
  }, 600_000)
  afterAll(async () => await lab?.close())

  describe.skipIf(table.length === 0)('the devices are healthy before', () => {
    test.each(ids)('%s', id => {
      const report = healthy.get(id)
      expect(report === undefined ? undefined : standing(report)).toEqual([])
    })
  })

  describe.skipIf(table.length === 0)('broken, mended, taken back', () => {
    test.each(table.map((loop, at) => [loop.rule, loop.platform, loop.fix, at] as const))(
      '%s on %s, fix %i',
      (_rule, _platform, _fix, at) => {
        expect(failures[at]).toBeUndefined()
      },
    )
  })
}
