// What a persona is: how one platform speaks. The words are the devices' own.
import type { Platform } from '../../model/platform.ts'
import type { DeviceView } from '../view.ts'

export type Mode = 'user' | 'privileged'

export interface Persona {
  readonly platform: Platform
  /** After `SSH-2.0-`. */
  readonly ident: string
  /** As written to the terminal; NX-OS starts it with a carriage return. */
  prompt(view: DeviceView, mode: Mode): string
  readonly more: string
  /** Takes the pager's mark off the screen. */
  readonly eraseMore: string
  /** `column` counts from the start of the line, prompt included. */
  invalid(column: number): string
  ambiguous(typed: string): string
  incomplete(column: number): string
  denied(column: number): string
  /** Answers worked out from the device's configuration and log, by full command. */
  readonly derived: Readonly<Record<string, (view: DeviceView, command: string) => string>>
  /** `show running-config <args>`; undefined when the arguments make no sense here. */
  runningConfig(view: DeviceView, args: string): string | undefined
  /** Commands that need more than user mode (IOS XE `>`), by first words. */
  readonly privileged: readonly string[]
  /** Does an answer start with the time (IOS XR)? */
  readonly stampsAnswers: boolean
}

export interface LabInterface {
  readonly name: string
  /** '' = none. */
  readonly address: string
  readonly vrf: string
  readonly shutdown: boolean
  readonly up: boolean
}
