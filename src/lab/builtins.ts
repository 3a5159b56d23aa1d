// Commands that change the session itself: paging, width, time stamps, enable, leaving.
import { isAdminPlane } from './agent/xr-plane.ts'
import { ConfigMode, type Plane } from './config-mode.ts'
import { lookUp } from './lookup.ts'
import type { Terminal } from './terminal.ts'

const COMMON = [
  'terminal length *',
  'terminal width *',
  'terminal monitor',
  'terminal no monitor',
  'exit',
  'quit',
  'logout',
  'end',
]
const BY_PLATFORM = {
  'ios-xe': ['enable', 'disable', 'configure terminal'],
  'nx-os': ['terminal session-timeout *', 'configure', 'configure terminal'],
  'ios-xr': [
    'terminal exec prompt no-timestamp',
    'terminal exec prompt timestamp',
    'configure',
    'configure terminal',
    'admin',
    'admin configure',
  ],
} as const

/**
 * Runs a session command; the text to print, or undefined when `typed` is none (it is then looked up among the answers).
 */
export async function runBuiltin(terminal: Terminal, typed: string): Promise<string | undefined> {
  const platform = terminal.persona.platform
  const recorded = terminal.view.device.recorded !== undefined
  const own = BY_PLATFORM[platform].filter(command => !recorded || !/^(?:configure|admin)/.test(command))
  const found = lookUp(typed, [...COMMON, ...own])
  if (found.kind !== 'found') return undefined
  if (terminal.view.device.denied.includes(found.command)) {
    return terminal.persona.denied(terminal.prompt.replace('\r', '').length)
  }
  const argument = found.command.split(' ').at(-1) ?? ''
  switch (found.pattern) {
    case 'terminal length *':
      terminal.rows = Number.parseInt(argument, 10) || 0
      return ''
    case 'terminal exec prompt no-timestamp':
      terminal.stamps = false
      return ''
    case 'terminal exec prompt timestamp':
      terminal.stamps = true
      return ''
    case 'enable':
      return await enable(terminal)
    case 'disable':
      if (terminal.view.device.login.enable_secret !== undefined) terminal.mode = 'user'
      return ''
    case 'exit':
    case 'quit':
      if (terminal.plane === 'admin') {
        terminal.plane = 'exec'
        return ''
      }
      terminal.ended = true
      return ''
    case 'logout':
      terminal.ended = true
      return ''
    case 'configure':
    case 'configure terminal':
    case 'admin configure':
      return configure(terminal, found.pattern.startsWith('admin') ? 'admin' : terminal.plane)
    case 'admin':
      if (!isAdminPlane(terminal.machine)) return terminal.persona.invalid(terminal.prompt.length)
      terminal.plane = 'admin'
      return ''
    default:
      return ''
  }
}

/** User mode of IOS XE may not. */
function configure(terminal: Terminal, plane: Plane): string {
  if (terminal.mode === 'user') return terminal.persona.invalid(terminal.prompt.length)
  terminal.config = new ConfigMode(terminal.machine, plane)
  return terminal.persona.platform === 'ios-xr'
    ? ''
    : 'Enter configuration commands, one per line.  End with CNTL/Z.\n'
}

/** Three tries, as IOS gives. */
async function enable(terminal: Terminal): Promise<string> {
  const secret = terminal.view.device.login.enable_secret
  if (terminal.mode === 'privileged' || secret === undefined) {
    terminal.mode = 'privileged'
    return ''
  }
  for (let tries = 0; tries < 3; tries++) {
    terminal.write('Password: ')
    const typed = await terminal.readLine(false)
    if (typed === undefined) return ''
    if (typed === secret) {
      terminal.mode = 'privileged'
      return ''
    }
    if (typed === '') return '% Bad secrets\n\n'
  }
  return '% Bad secrets\n\n'
}
