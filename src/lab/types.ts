// What a simulated device is: the shape of a device file and of the faults a test may add.
import type { Platform } from '../model/platform.ts'
import type { DeviceStatus } from '../model/report.ts'
import type { World } from './agent/world.ts'

/** What the tool should say of the device. Rule ids are the slugs of rules/. */
export interface Expectation {
  readonly status: DeviceStatus
  /** Rules that fail with role `cause` at warning or above. */
  readonly causes: readonly string[]
  /** Rules that fail but are explained by a cause. */
  readonly symptoms: readonly string[]
  /** Rules that may fail at severity info. */
  readonly allow: readonly string[]
}

export const LOGIN_METHODS = ['password', 'keyboard-interactive'] as const
export type LoginMethod = (typeof LOGIN_METHODS)[number]

export interface Login {
  readonly username: string
  readonly password: string
  readonly methods: readonly LoginMethod[]
  /** IOS XE: the session starts at `>` and `enable` asks for this. */
  readonly enable_secret?: string
}

/**
 * A misbehaviour for tests, applied to one command's answer. Byte counts are of the answer's text, echo and prompt
 * excluded. The key `@connect` applies to the TCP connection: `cutAfterBytes: 0` drops it, `hangAfterBytes: 0` stays mute.
 */
export interface Fault {
  readonly delayMs?: number
  /** Pause between two characters. */
  readonly dripMs?: number
  readonly cutAfterBytes?: number
  readonly hangAfterBytes?: number
  /** Answers as a device does when the account may not run the command. */
  readonly deny?: boolean
  /** Only the first so many times; every time when absent. */
  readonly times?: number
}

/** Keyed by command as sent (or `*`, or `@connect`). */
export type Faults = Readonly<Record<string, Fault>>

/** A device file with everything it extends merged in. */
export interface LabDevice {
  readonly id: string
  readonly title: string
  readonly persona: Platform
  readonly hostname: string
  /** Which part of a vendor guide (or of the failure catalogue) the device shows. */
  readonly scenario: string
  /** Text for `{{name}}` in answers, configuration and log. */
  readonly vars: Readonly<Record<string, string>>
  readonly login: Login
  readonly banner: string
  readonly answers: Readonly<Record<string, string>>
  /** Commands this device does not know although its persona does. */
  readonly unsupported: readonly string[]
  /** Commands the account may not run. */
  readonly denied: readonly string[]
  readonly config: string
  /** IOS XR 32-bit: the configuration of the admin plane. */
  readonly admin_config: string
  readonly logging: readonly string[]
  /** The device's clock minus true time, seconds. */
  readonly clock_offset: number
  /** How its surroundings differ from those of all lab devices. */
  readonly world: Partial<World>
  readonly expect: Expectation
  readonly faults: Faults
}
