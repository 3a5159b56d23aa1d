// What a session said is handed on as it came, byte by byte, and each session has a recorder of its own.
import { afterEach, expect, test } from 'vitest'
import { collectDevice } from '../../src/session/device.ts'
import {
  type Device,
  FAST,
  HOST,
  PASSWORD,
  type Script,
  startDevice,
  TRUSTING,
  USER,
} from './scripted-device.ts'

const devices: Device[] = []
afterEach(async () => {
  await Promise.all(devices.splice(0).map(device => device.close()))
})

async function recorded(script: Script): Promise<{ said: string[]; problem: string | undefined }> {
  const device = await startDevice(script)
  devices.push(device)
  const said: string[] = []
  const target = {
    name: 'sw1',
    host: HOST,
    port: device.port,
    platform: 'ios-xe' as const,
    credentials: { username: USER, password: PASSWORD },
  }
  const plan = [
    {
      command: 'show clock',
      serves: [],
      mission: false,
      alternatives: [],
      fallback: [],
      limits: 'show' as const,
    },
  ]
  const set = await collectDevice(target, () => plan, {
    hostKeys: TRUSTING,
    limits: FAST,
    record: ({ name }) => {
      expect(name).toBe('sw1')
      const index = said.push('') - 1
      return chunk => {
        said[index] += Buffer.from(chunk).toString('latin1')
      }
    },
  })
  return { said, problem: set.problem?.kind }
}

test('T33 everything from the first byte to the last, control characters and all', async () => {
  const { said } = await recorded({
    answer: command => (command === 'show clock' ? '\u001b[1m10:00:00\u001b[0m \u00e9\b\b\r\n' : undefined),
  })
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('show clock')
  expect(said[0]).toContain('\u001b[1m10:00:00\u001b[0m')
  expect(said[0]).toContain('\b\b')
  expect(said[0]).not.toContain(PASSWORD)
})

test('where no session was opened nothing is recorded', async () => {
  const { said, problem } = await recorded({ auth: context => context.reject(['password']) })
  expect({ said, problem }).toEqual({ said: [], problem: 'auth-failed' })
})
