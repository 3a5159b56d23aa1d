// Starts a scripted device and collects it; devices are closed when the file's tests are over, which may run side by side.
import { afterAll } from 'vitest'
import type { Capture, CaptureSet } from '../../src/model/capture.ts'
import type { PlannedCommand } from '../../src/model/plan.ts'
import type { Platform } from '../../src/model/platform.ts'
import {
  type CollectOptions,
  collectDevice,
  type SessionEvent,
  type Target,
} from '../../src/session/device.ts'
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
afterAll(async () => {
  await Promise.all(devices.splice(0).map(device => device.close()))
})

export function planned(command: string, more: Partial<PlannedCommand> = {}): PlannedCommand {
  return { command, serves: [], mission: false, alternatives: [], fallback: [], limits: 'show', ...more }
}

/** `platform: undefined` means: left out. */
function withoutUndefined({
  platform,
  ...rest
}: Omit<Target, 'platform'> & { platform?: Platform | undefined }): Target {
  return platform === undefined ? rest : { ...rest, platform }
}

export interface Outcome {
  readonly set: CaptureSet
  readonly events: readonly SessionEvent[]
  readonly received: readonly string[]
  readonly device: Device
}

/** @param commands strings are planned without substitutes */
export async function collect(
  script: Script,
  commands: readonly (string | PlannedCommand)[],
  target: Omit<Partial<Target>, 'platform'> & { platform?: Platform | undefined } = {},
  options: Partial<CollectOptions> = {},
): Promise<Outcome> {
  const device = await startDevice(script)
  devices.push(device)
  const events: SessionEvent[] = []
  const set = await collectDevice(
    withoutUndefined({
      name: 'sw1',
      host: HOST,
      port: device.port,
      credentials: { username: USER, password: PASSWORD },
      platform: 'ios-xe',
      ...target,
    }),
    () => commands.map(command => (typeof command === 'string' ? planned(command) : command)),
    { hostKeys: TRUSTING, limits: FAST, onEvent: event => events.push(event), ...options },
  )
  return { set, events, received: device.received, device }
}

export const statuses = (set: CaptureSet): Record<string, string> =>
  Object.fromEntries(set.captures.map(capture => [capture.command, capture.status]))

export const captureOf = (set: CaptureSet, command: string): Capture | undefined =>
  set.captures.find(capture => capture.command === command)

export const textOf = (set: CaptureSet, command: string): string | undefined => captureOf(set, command)?.text
