// The platforms by name, and how one is told from another.
import { PLATFORMS, type Platform } from '../model/platform.ts'
import { iosXe } from './ios-xe.ts'
import { iosXr } from './ios-xr.ts'
import { nxOs } from './nx-os.ts'
import type { ConfigParts, PlatformTraits } from './types.ts'

export type { CommandLimits, ConfigParts, PlatformTraits } from './types.ts'
export { COMMAND_LIMITS } from './types.ts'

export const PLATFORM_TRAITS: Readonly<Record<Platform, PlatformTraits>> = {
  'ios-xe': iosXe,
  'nx-os': nxOs,
  'ios-xr': iosXr,
}

// NX-OS before IOS XE: its `show version` also says "Cisco IOS"-like words; XR likewise names itself "IOS XR Software".
const DETECTION_ORDER: readonly Platform[] = ['nx-os', 'ios-xr', 'ios-xe']

/** What a device showed of itself before any command was sent. */
export interface Clues {
  /** Software part of the SSH ident line. */
  readonly ident?: string
  readonly banner?: string
  readonly prompt?: string
}

/** The platform when the clues are enough; the ident and prompt outrank a banner, which any admin may write. */
export function platformFromClues(clues: Clues): Platform | undefined {
  for (const [part, text] of [
    ['prompt', clues.prompt],
    ['ident', clues.ident],
    ['banner', clues.banner],
  ] as const) {
    if (text === undefined) continue
    const hit = DETECTION_ORDER.find(platform => PLATFORM_TRAITS[platform][part]?.test(text))
    if (hit !== undefined) return hit
  }
  return undefined
}

/** The platform named by the first lines of `show version`. */
export function platformFromVersion(text: string): Platform | undefined {
  const head = text.slice(0, 4000)
  return DETECTION_ORDER.find(platform => PLATFORM_TRAITS[platform].version.test(head))
}

/** Lines for a person to paste on this platform: configuration mode, commit and save added, exec lines last. */
export function wrapConfig(platform: Platform, parts: ConfigParts): string[] {
  return PLATFORM_TRAITS[platform].wrapConfig(parts)
}

/** Every set-up command of every platform: the guard lets through exactly these. */
export const SETUP_COMMANDS: ReadonlySet<string> = new Set(
  PLATFORMS.flatMap(platform => PLATFORM_TRAITS[platform].setup),
)
