// IOS and IOS XE: what to send, how it speaks, what it refuses.
import { blockLines, type PlatformTraits } from './types.ts'

export const iosXe: PlatformTraits = {
  platform: 'ios-xe',
  setup: ['terminal length 0', 'terminal width 511', 'terminal no monitor'],
  logout: 'exit',
  testWords: ['ping', 'telnet', 'disconnect'],
  lastLines: { 'show running-config': 'end' },
  hasEnable: true,
  ident: /^Cisco-1\.\d/,
  version: /\bIOS[ -]?XE\b|\bCisco IOS Software\b|\bCisco Internetwork Operating System Software\b/i,
  unsupported: [
    /^% ?Invalid input detected at '\^' marker/i,
    /^% ?(?:Incomplete|Ambiguous|Unknown) command\b/i,
    /^% ?Unrecognized command\b/i,
    // `enable`-less images try to resolve an unknown word as a host to telnet to.
    /^% ?Unknown command or computer name/i,
    /^Translating "[^"]*"\.\.\./,
  ],
  denied: [/^Command authorization failed/i, /^% ?Authorization failed/i],
  wrapConfig({ config, adminConfig, exec }) {
    const lines = [...blockLines(config), ...blockLines(adminConfig)]
    const wrapped = lines.length === 0 ? [] : ['configure terminal', ...lines, 'end', 'write memory']
    return [...wrapped, ...blockLines(exec)]
  },
}
