// Many devices at once: each gets its own result, in order, and is retried only where that can help.
import { afterEach, describe, expect, test } from 'vitest'
import { type CheckEvent, collectAll } from '../../src/app/check/collect.ts'
import {
  type Device,
  FAST,
  HOST,
  PASSWORD,
  type Script,
  startDevice,
  TRUSTING,
  USER,
} from '../session/scripted-device.ts'

const devices: Device[] = []
afterEach(async () => {
  await Promise.all(devices.splice(0).map(device => device.close()))
})

async function run(scripts: Script[], signal?: AbortSignal, paceMs = 0) {
  for (const script of scripts) devices.push(await startDevice(script))
  const events: CheckEvent[] = []
  const sets = await collectAll(
    {
      targets: devices.map((device, i) => ({
        name: `d${i}`,
        host: HOST,
        port: device.port,
        platform: 'nx-os' as const,
        credentials: { username: USER, password: PASSWORD },
      })),
      rules: [],
      session: { hostKeys: TRUSTING, limits: { ...FAST, holdMs: 10 } },
      paceMs,
      retryPauseMs: 5,
      ...(signal === undefined ? {} : { signal }),
      onProgress: event => events.push(event),
    },
    set => set,
  )
  return { sets, events }
}

const answers: Script = { answer: command => (command.startsWith('show') ? `about ${command}\n` : undefined) }

describe('many devices', () => {
  test('T38 each in its place, failures beside successes', async () => {
    const wrong: Script = { auth: context => context.reject(['password']) }
    const { sets, events } = await run([answers, wrong, answers])
    expect(sets.map(set => [set.name, set.problem?.kind])).toEqual([
      ['d0', undefined],
      ['d1', 'auth-failed'],
      ['d2', undefined],
    ])
    expect(sets[0]?.captures.every(capture => capture.status === 'ok')).toBe(true)
    expect(sets[1]?.captures.every(capture => capture.status === 'not-tried')).toBe(true)
    expect(events.filter(event => event.type === 'done')).toHaveLength(3)
    expect(JSON.stringify(events)).not.toContain(PASSWORD)
  })

  test('T7 a refused password is not retried; a dropped connection is, once', async () => {
    let logins = 0
    const wrong: Script = {
      auth: context => {
        if (context.method === 'password') logins += 1
        context.reject(['password'])
      },
    }
    const { events } = await run([wrong, { dropConnections: true }])
    expect(logins).toBe(1)
    expect(events.filter(event => event.type === 'retry').map(event => event.device)).toEqual(['d1'])
  })

  test('T8 after a stop nothing more is opened', async () => {
    const stop = new AbortController()
    stop.abort()
    // Nothing waits for its turn either.
    const { sets } = await run([answers, answers], stop.signal, 3_600_000)
    expect(sets.map(set => set.problem?.kind)).toEqual(['stopped', 'stopped'])
    expect(devices.flatMap(device => device.received)).toEqual([])
  })
})
