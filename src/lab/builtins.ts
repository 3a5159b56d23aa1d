// Commands that change the session itself: paging, width, time stamps, enable, leaving.
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
  'configure terminal',
]
const BY_PLATFORM = {
  'ios-xe': ['enable', 'disable'],
  'nx-os': ['terminal session-timeout *'],
  'ios-xr': ['terminal exec prompt no-timestamp', 'terminal exec prompt timestamp'],
} as const

/**
 * Runs a session command; the text to print, or undefined when `typed` is none (it is then looked up among the answers).
 */
export async function runBuiltin(terminal: Terminal, typed: string): Promise<string | undefined> {
  const platform = terminal.persona.platform
  const found = lookUp(typed, [...COMMON, ...BY_PLATFORM[platform]])
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
    case 'logout':
      terminal.ended = true
      return ''
    case 'configure terminal':
      return '% A lab device is read only: type the change into its device file.\n'
    default:
      return ''
  }
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
