// A further connection keeps to the time that is left for it.
import { expect, test, vi } from 'vitest'
import { PortMap } from '../../../src/probe/map.ts'
import { Once } from '../../../src/probe/pace.ts'
import { openWay } from '../../../src/probe/run/way.ts'
import { planForPath } from '../../../src/probe/targets.ts'

const given = vi.hoisted(() => ({ times: [] as number[] }))
vi.mock('../../../src/probe/tcp/open.ts', async original => ({
  ...(await original<object>()),
  openTcp: (target: { address: string; port: number }, context: { timeoutMs: number }) => {
    given.times.push(context.timeoutMs)
    return Promise.resolve({ attempt: { ...target, family: 4, outcome: 'timed-out', ms: context.timeoutMs } })
  },
}))

test.each([undefined, { host: '192.0.2.8', port: 3128 }])('proxy: %j', async proxy => {
  const path = { url: 'https://192.0.2.7/SmartTransport', servers: [], ntp: [] }
  const plan = planForPath(proxy === undefined ? path : { ...path, proxy }, { ownServers: [] })
  if (typeof plan === 'string') throw new Error(plan)
  given.times.length = 0
  const means = { context: { timeoutMs: 5_000 }, map: PortMap.read(undefined), once: new Once() }
  const { ms, stream } = await openWay(plan, means, '192.0.2.7', 1_234)
  expect(given.times).toEqual([1_234])
  expect(stream).toBeUndefined()
  expect(ms).toBe(1_234)
})
