// The configuration knowledge of a platform behind one face.
import type { Platform } from '../../model/platform.ts'
import type { ModeRow } from './form.ts'
import * as iosXe from './ios-xe.ts'
import * as iosXr from './ios-xr.ts'
import * as nxOs from './nx-os.ts'

/** `admin` is the configuration of the IOS XR admin plane, a text of its own. */
export type Plane = 'exec' | 'admin'

function globalMode(
  prompt: string,
  table: Pick<ModeRow, 'commands' | 'modes' | 'words'>,
): ModeRow & { readonly words: readonly string[] } {
  return {
    head: '',
    prompt,
    commands: table.commands,
    modes: table.modes ?? [],
    words: table.words ?? [],
  }
}

const GLOBAL: Readonly<Record<Platform, ModeRow>> = {
  'ios-xe': globalMode('config', iosXe),
  'nx-os': globalMode('config', nxOs),
  'ios-xr': globalMode('config', iosXr),
}

const ADMIN = globalMode('admin-config', {
  commands: iosXr.adminCommands,
  modes: iosXr.adminModes,
  words: iosXr.adminWords,
})

/** Everything below is reached from the global mode. */
export function globalModeOf(platform: Platform, plane: Plane = 'exec'): ModeRow {
  return platform === 'ios-xr' && plane === 'admin' ? ADMIN : GLOBAL[platform]
}

/** Spaces a sub-mode is indented by. */
export const INDENT: Readonly<Record<Platform, number>> = { 'ios-xe': 1, 'nx-os': 2, 'ios-xr': 1 }

/** Lines of exec mode that a person might take for configuration, or types around it. */
const EXEC =
  /^(?:(?:admin )?license smart (?:register|deregister|renew|trust|sync|save|import|authorization|conversion|factory|mode|reservation (?:install|cancel|request|return))\b|(?:admin )?show\b|do\b|write\b|copy\b|clear\b|reload\b|ping\b|traceroute\b|terminal\b|enable$|disable$|debug\b|undebug\b|dir\b|delete\b|more\b|test\b|clock set\b|call-home (?:test|send|request)\b|crypto ca (?:trustpool|authenticate|enroll)\b|admin$|wr$)/i

/** On IOS XR the trustpool and the certificates are handled in exec mode; elsewhere `crypto ca` is configuration. */
export function isExecLine(platform: Platform, line: string): boolean {
  const text = line.trim().replace(/\s+/g, ' ')
  if (/^crypto ca /i.test(text) && platform !== 'ios-xr') return false
  return EXEC.test(text)
}
