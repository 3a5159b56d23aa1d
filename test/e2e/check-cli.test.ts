// smartlic check as a person or cron runs it, against devices on loopback: what goes wrong is told in one sentence.
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Lab, type RunningDevice, startLab } from '../../src/lab/server.ts'
import type { DeviceReport, Report } from '../../src/model/report.ts'
import { buildWhenStale, type RunResult, smartlic } from '../scenarios/run.ts'
import {
  type Device,
  HOST,
  KEY,
  PASSWORD,
  type Script,
  startDevice,
  USER,
} from '../session/scripted-device.ts'

const KNOWN = 'known_hosts'
let lab: Lab
let device: RunningDevice
const scripted: Device[] = []

beforeAll(async () => {
  buildWhenStale()
  lab = await startLab({ devices: ['nx-classic-direct'] })
  const [first] = lab.devices
  if (first === undefined) throw new Error('the lab is empty')
  device = first
}, 120_000)
afterAll(async () => {
  await lab?.close()
  await Promise.all(scripted.map(one => one.close()))
})

async function start(script: Script): Promise<Device> {
  const one = await startDevice(script)
  scripted.push(one)
  return one
}

interface Run extends RunResult {
  readonly devices: readonly DeviceReport[]
}

/** Runs `smartlic check ... --format json`; whatever happens, no stack and no secret is printed. */
async function check(
  hosts: readonly string[],
  password: string,
  more: Partial<Parameters<typeof smartlic>[0]> = {},
): Promise<Run> {
  const result = await smartlic({
    ...more,
    args: ['check', ...hosts, '--format', 'json', ...(more.args ?? ['--known-hosts', KNOWN])],
    files: { [KNOWN]: lab.knownHosts, ...more.files },
    env: { SMARTLIC_PASSWORD: password },
  })
  const all = result.stdout + result.stderr
  expect(all).not.toMatch(/\n\s+at .+:\d+/)
  expect(all).not.toContain(password)
  const report = JSON.parse(result.stdout) as Report
  return { ...result, devices: report.devices }
}

const at = (one: { host: string; port: number; username: string }): string =>
  `${one.username}@${one.host}:${one.port}`

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, HOST, resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('what can go wrong with a device', () => {
  test('nothing: exit code 0 and no word on stderr', async () => {
    const { code, devices, stderr } = await check([at(device)], device.password)
    expect(code).toBe(0)
    expect(devices[0]).toMatchObject({ status: 'healthy', platform: 'nx-os' })
    expect(stderr).toBe('')
  })

  test('a refused port', async () => {
    const { code, devices } = await check([`noc@${HOST}:${await closedPort()}`], 'not-used-here')
    expect(code).toBe(3)
    expect(devices[0]?.problem).toMatchObject({ kind: 'refused' })
    expect(devices[0]?.problem?.message).toMatch(/refuses connections; check that SSH is enabled/)
  })

  test('a name nobody has', async () => {
    const { code, devices } = await check(['noc@no-such-host.invalid'], 'not-used-here')
    expect(code).toBe(3)
    expect(['dns', 'connect-timeout']).toContain(devices[0]?.problem?.kind)
    expect(devices[0]?.problem?.message).toMatch(/check/)
  })

  test('a wrong password, sent once', async () => {
    const before = device.logins.count
    const { code, devices } = await check([at(device)], 'not-the-password')
    expect(code).toBe(3)
    expect(devices[0]?.problem).toMatchObject({ kind: 'auth-failed' })
    expect(devices[0]?.problem?.message).toMatch(/check the user name and the password/)
    expect(device.logins.count).toBe(before)
  })

  test('an unknown host key: the line to add is in the message', async () => {
    const { code, devices } = await check([at(device)], device.password, { files: { [KNOWN]: '' } })
    expect(code).toBe(3)
    expect(devices[0]?.problem).toMatchObject({ kind: 'hostkey-unknown' })
    expect(devices[0]?.problem?.message).toContain(`[${device.host}]:${device.port} ${device.hostKey}`)
  })

  test('a file of known host keys that is not there', async () => {
    const { code, devices } = await check([at(device)], device.password, {
      args: ['--known-hosts', 'no/such/known_hosts'],
    })
    expect(code).toBe(3)
    expect(devices[0]?.problem).toMatchObject({ kind: 'hostkey-unknown' })
    expect(devices[0]?.problem?.message).toContain('there is no file no/such/known_hosts')
    expect(devices[0]?.problem?.message).toContain(`[${device.host}]:${device.port} ${device.hostKey}`)
  })

  test('one of two: the other is judged, and the one nobody could judge decides', async () => {
    const { code, devices } = await check([`noc@${HOST}:${await closedPort()}`, at(device)], device.password)
    expect(code).toBe(3)
    expect(devices.map(one => one.status)).toEqual(['unknown', 'healthy'])
  })
})

describe('T8 a signal', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s logs out, reports what was read, exit code 3',
    async signal => {
      const typed: string[] = []
      let kill: (() => void) | undefined
      const one = await start({
        answer: async (command, io) => {
          if (command !== 'show license all') return command.startsWith('show') ? 'data\n' : undefined
          kill?.()
          typed.push(await io.line())
          io.cut()
          return undefined
        },
      })
      const { code, devices, stderr } = await check([`${USER}@${HOST}:${one.port}`], PASSWORD, {
        files: { [KNOWN]: `[${HOST}]:${one.port} ${KEY.public.split(' ').slice(0, 2).join(' ')}\n` },
        started: child => {
          kill = () => child.kill(signal)
        },
      })
      expect(typed).toEqual(['exit'])
      expect(code).toBe(3)
      expect(stderr).toContain('stopping')
      expect(devices[0]?.problem).toMatchObject({ kind: 'stopped' })
      const status = Object.fromEntries((devices[0]?.captures ?? []).map(one => [one.command, one.status]))
      expect(status).toMatchObject({
        'show version': 'ok',
        'show license all': 'truncated',
        'show running-config': 'not-tried',
      })
      await expect.poll(() => one.sockets.size, { timeout: 20_000 }).toBe(0)
    },
  )
})
