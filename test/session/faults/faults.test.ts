// Thousands of made-up sessions with faults in them: never a wrong answer as a success, never a hang, never a leak.
//
//   SMARTLIC_FAULT_RUNS=5000     how many (seeds 1, 2, ...)
//   SMARTLIC_FAULT_FROM=100000   first seed
//   SMARTLIC_FAULT_SEED=17       this one alone
//   SMARTLIC_FAULT_KEEP=0,2      with these of its faults only
import { expect, test } from 'vitest'
import { type Outcome, play } from './run.ts'
import { type Scenario, scenarioOf } from './scenario.ts'

const AT_ONCE = 60
const { env } = process
const only = env['SMARTLIC_FAULT_SEED']
const from = Number(env['SMARTLIC_FAULT_FROM'] ?? 1)
const runs = Number(env['SMARTLIC_FAULT_RUNS'] ?? 300)
const keep =
  env['SMARTLIC_FAULT_KEEP'] === undefined
    ? undefined
    : new Set(env['SMARTLIC_FAULT_KEEP'].split(',').filter(Boolean).map(Number))

/** TCP handles of this process, servers included. */
const tcpHandles = (): number =>
  process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap' || name === 'TCPServerWrap').length

test('T6 T7 T8 T16 T17 T23 T24 T28 T33 T34 T35 T39 T40 T41 no fault makes a wrong answer, a hang or a leak', async () => {
  const before = tcpHandles()
  const seeds = only === undefined ? Array.from({ length: runs }, (_, i) => from + i) : [Number(only)]
  const failed: string[] = []
  const statuses: Record<string, number> = {}
  const next = seeds[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (const seed of next) {
      const scenario = scenarioOf(seed, keep)
      const start = performance.now()
      const outcome = await play(scenario)
      if (env['SMARTLIC_FAULT_TALK'] !== undefined && performance.now() - start > 8_000)
        console.log(
          seed,
          Math.round(performance.now() - start),
          scenario.injected.map(({ row }) => row.name).join(' + '),
        )
      for (const { status } of outcome.set?.captures ?? []) statuses[status] = (statuses[status] ?? 0) + 1
      if (outcome.violations.length > 0) failed.push(await told(seed, scenario, outcome))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  if (env['SMARTLIC_FAULT_TALK'] !== undefined) console.log(seeds.length, statuses)
  expect(failed.slice(0, 12).join('\n\n'), `${failed.length} failed`).toBe('')
  await expect.poll(tcpHandles, { timeout: 60_000 }).toBe(before)
  // The faults must not have stopped everything: most commands are answered, some of each kind are not.
  if (seeds.length >= 300) {
    expect(statuses['ok']).toBeGreaterThan(seeds.length / 2)
    for (const status of ['denied', 'timed-out', 'truncated', 'not-tried'])
      expect(statuses[status] ?? 0, status).toBeGreaterThan(0)
  }
}, 3_600_000)

/** The seed, and the least of its faults that still shows the failure. */
async function told(seed: number, scenario: Scenario, outcome: Outcome): Promise<string> {
  let kept = scenario.injected.map((_, i) => i)
  let shown = { scenario, outcome }
  if (keep === undefined) {
    for (const one of [...kept]) {
      const fewer = kept.filter(other => other !== one)
      const smaller = scenarioOf(seed, new Set(fewer))
      const again = await play(smaller)
      if (again.violations.length === 0) continue
      kept = fewer
      shown = { scenario: smaller, outcome: again }
    }
  }
  const { platform, told: platformTold, enable, commands, injected, stopAfterMs } = shown.scenario
  const faults = injected.map(({ row, where, fault }) => `${where}: ${row.name} ${JSON.stringify(fault)}`)
  return [
    `SMARTLIC_FAULT_SEED=${seed} SMARTLIC_FAULT_KEEP=${kept.join(',')} npx vitest run test/session/faults`,
    ...shown.outcome.violations.map(line => `  ${line}`),
    `  on ${JSON.stringify({ platform, told: platformTold, enable, commands, stopAfterMs })}`,
    ...faults.map(line => `  with ${line}`),
    `  problem: ${JSON.stringify(shown.outcome.set?.problem)}`,
    `  statuses: ${shown.outcome.set?.captures.map(one => `${one.command}=${one.status}`).join(', ')}`,
  ].join('\n')
}
