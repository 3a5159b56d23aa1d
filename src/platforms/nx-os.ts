// NX-OS: what to send, how it speaks, what it refuses.
import { blockLines, type PlatformTraits } from './types.ts'

export const nxOs: PlatformTraits = {
  platform: 'nx-os',
  setup: ['terminal length 0', 'terminal width 511', 'terminal no monitor'],
  logout: 'exit',
  testWords: ['ping', 'telnet'],
  hasEnable: false,
  banner: /Nexus Operating System|\bNX-OS\b/i,
  version: /Nexus Operating System|\bNX-OS\b/i,
  unsupported: [
    /^% ?Invalid (?:command|number|parameter|range|ip address)\b/i,
    /^% ?(?:Incomplete|Ambiguous) command\b/i,
    /^% ?Unrecognized command\b/i,
    /^Syntax error while parsing\b/i,
  ],
  denied: [
    /^% ?Permission denied for the role/i,
    /^% ?Authorization denied for command/i,
    /^Cmd exec error\b/i,
  ],
  wrapConfig({ config, adminConfig, exec }) {
    const lines = [...blockLines(config), ...blockLines(adminConfig)]
    const wrapped =
      lines.length === 0 ? [] : ['configure terminal', ...lines, 'end', 'copy running-config startup-config']
    return [...wrapped, ...blockLines(exec)]
  },
}
