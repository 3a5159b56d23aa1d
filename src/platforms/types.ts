// What a platform file must say about its device family.
import type { Platform } from '../model/platform.ts'

/** Milliseconds. Any byte from the device starts `idleMs` again; `totalMs` runs from the first byte sent. */
export interface CommandLimits {
  readonly idleMs: number
  readonly totalMs: number
}

/** Configuration as a rule author wrote it, to be wrapped for a person to paste. */
export interface ConfigParts {
  readonly config?: string
  readonly adminConfig?: string
  readonly exec?: string
}

export interface PlatformTraits {
  readonly platform: Platform
  /** Sent once after login, in this order; a refusal is a note, never an error. */
  readonly setup: readonly string[]
  readonly logout: string
  /** First words of the tests of --active and of what ends them, as an AAA server is asked about them. */
  readonly testWords: readonly string[]
  /** What a whole answer ends with, by command: without it the answer was cut, whatever the prompt says. */
  readonly lastLines?: Readonly<Record<string, string>>
  /** The platform has an `enable` step between user and privileged exec. */
  readonly hasEnable: boolean
  /** SSH ident (`SSH-2.0-<this>`), login banner, prompt and `show version` shapes that give the platform away. */
  readonly ident?: RegExp
  readonly banner?: RegExp
  readonly prompt?: RegExp
  readonly version: RegExp
  /** Device answers that mean "no such command here" / "not with this account", beside the shared list. */
  readonly unsupported: readonly RegExp[]
  readonly denied: readonly RegExp[]
  /** Complete lines to paste, mode changes, commit and save included. */
  wrapConfig(parts: ConfigParts): string[]
}

export const COMMAND_LIMITS: Readonly<Record<'show' | 'tech', CommandLimits>> = {
  show: { idleMs: 30_000, totalMs: 120_000 },
  // IOS XR and NX-OS stay silent for long stretches while they gather; the command cannot be interrupted.
  tech: { idleMs: 120_000, totalMs: 3_600_000 },
}

/** Non-empty lines of a block, trailing blanks removed, indentation of sub-modes kept. */
export function blockLines(block: string | undefined): string[] {
  if (block === undefined) return []
  const lines = block
    .split('\n')
    .map(line => line.trimEnd())
    .filter(line => line !== '')
  const indent = Math.min(...lines.map(line => line.length - line.trimStart().length))
  return lines.map(line => line.slice(indent))
}
