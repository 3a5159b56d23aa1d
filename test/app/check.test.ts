// Many devices at once: each gets its own result, in order, and is retried only where that can help.
import { afterEach, describe, expect, test } from 'vitest'
import { type CheckEvent, type CollectAllOptions, collectAll } from '../../src/app/check/collect.ts'
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

async function run(
  scripts: Script[],
  signal?: AbortSignal,
  paceMs = 0,
  more: Partial<CollectAllOptions> = {},
  groups: readonly string[] = [],
) {
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
        groups,
      })),
      rules: [],
      session: { hostKeys: TRUSTING, limits: { ...FAST, holdMs: 10, recoverMs: 1_000, logoutMs: 1_000 } },
      paceMs,
      retries: 1,
      retryPauseMs: 5,
      ...(signal === undefined ? {} : { signal }),
      onProgress: event => events.push(event),
      ...more,
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
    const { events } = await run([wrong, { dropConnections: true }], undefined, 0, {
      carryOnAfterRefusal: true,
    })
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

test('T43 when a result cannot be kept every other device is left, in order', async () => {
  const endless: Script = {
    answer: async (command, io) => {
      if (command.startsWith('show')) while ((await io.key()) !== '\u0003');
      return undefined
    },
  }
  for (const script of [answers, endless]) devices.push(await startDevice(script))
  const full = new Error('the disk is full')
  const done = collectAll(
    {
      targets: devices.map(device => ({
        name: String(device.port),
        host: HOST,
        port: device.port,
        platform: 'nx-os' as const,
        credentials: { username: USER, password: PASSWORD },
      })),
      rules: [],
      session: { hostKeys: TRUSTING, limits: { ...FAST, recoverMs: 1_000, logoutMs: 1_000 } },
      paceMs: 0,
    },
    async set => {
      if (set.name === String(devices[0]?.port)) throw full
    },
  )
  await expect(done).rejects.toBe(full)
  await expect.poll(() => devices.flatMap(device => [...device.sockets]).length).toBe(0)
})

/** Counts logins with a password and refuses them. */
function refusing(): { script: Script; logins: () => number } {
  let logins = 0
  const auth: Script['auth'] = context => {
    if (context.method === 'password') logins += 1
    context.reject(['password'])
  }
  return { script: { auth }, logins: () => logins }
}

describe('T13 a wrong password', () => {
  test('is tried on one device; the others of the same account are not called', async () => {
    const wrong = refusing()
    const { sets } = await run(Array.from({ length: 6 }, () => wrong.script))
    expect(wrong.logins()).toBe(1)
    expect(sets.map(set => set.problem?.kind)).toEqual(['auth-failed', ...Array(5).fill('auth-stopped')])
    expect(sets[3]?.problem?.message).toContain('d0 refused the login')
    expect(sets[3]?.captures.every(capture => capture.status === 'not-tried')).toBe(true)
    expect(devices.map(device => device.connections.count)).toEqual([1, 0, 0, 0, 0, 0])
  })

  test('a device that refuses what another took stops nobody; several in a row do', async () => {
    const wrong = refusing()
    const one = await run([answers, wrong.script, answers, answers], undefined, 0, { concurrency: 1 })
    expect(one.sets.map(set => set.problem?.kind)).toEqual([undefined, 'auth-failed', undefined, undefined])
    await Promise.all(devices.splice(0).map(device => device.close()))
    const scripts = [answers, ...Array.from({ length: 5 }, () => wrong.script)]
    const many = await run(scripts, undefined, 0, { concurrency: 1 })
    expect(many.sets.map(set => set.problem?.kind)).toEqual([
      undefined,
      'auth-failed',
      'auth-failed',
      'auth-failed',
      'auth-stopped',
      'auth-stopped',
    ])
  })

  test('an account that one device could not be reached with is tried on the next', async () => {
    const { sets } = await run([{ dropConnections: true }, answers, answers], undefined, 0, { retries: 0 })
    expect(sets.map(set => set.problem?.kind)).toEqual(['closed-before-ident', undefined, undefined])
  })

  test('--carry-on tries it everywhere', async () => {
    const wrong = refusing()
    await run(
      Array.from({ length: 4 }, () => wrong.script),
      undefined,
      0,
      { carryOnAfterRefusal: true },
    )
    expect(wrong.logins()).toBe(4)
  })
})

describe('T9 gentleness', () => {
  /** How many sessions were open at the same time. */
  const counting = (): { script: Script; most: () => number } => {
    let open = 0
    let most = 0
    const answer: Script['answer'] = async command => {
      if (command === 'show version') {
        open += 1
        most = Math.max(most, open)
        await new Promise(resolve => setTimeout(resolve, 150))
        open -= 1
      }
      return answers.answer?.(command, undefined as never)
    }
    return { script: { answer }, most: () => most }
  }

  test('no more devices of a group at once than it allows', async () => {
    const { script, most } = counting()
    const rules = [{ id: 'x', platforms: ['nx-os' as const], reads: ['device.os_version'] }]
    await run(
      Array.from({ length: 5 }, () => script),
      undefined,
      0,
      { rules, groupLimits: new Map([['aaa-1', 2]]) },
      ['aaa-1'],
    )
    expect(most()).toBeGreaterThan(0)
    expect(most()).toBeLessThanOrEqual(2)
  })

  test('a rate limit or a full VTY is waited for', async () => {
    let calls = 0
    const full: Script = {
      auth: context => {
        context.accept()
      },
      instead: io => {
        calls += 1
        if (calls < 4) {
          io.say('CLI session limit 1 reached. Exiting.\r\n')
          io.cut()
        } else io.say('sw1#')
      },
      ...answers,
    }
    const { sets, events } = await run([full], undefined, 0, { retries: 9 })
    expect(sets[0]?.problem).toBeUndefined()
    expect(events.filter(event => event.type === 'retry')).toHaveLength(3)
  })
})

test('T5 the deadline of the whole run ends what is not done, with its reason', async () => {
  const slow: Script = {
    answer: async command => {
      if (command.startsWith('show')) await new Promise(resolve => setTimeout(resolve, 60_000))
      return undefined
    },
  }
  const { sets } = await run([slow, slow], undefined, 0, { deadlineMs: 1_500 })
  expect(sets.map(set => set.problem?.kind)).toEqual(['deadline', 'deadline'])
  expect(sets[0]?.problem?.message).toContain('--deadline')
})
