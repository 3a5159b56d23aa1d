// IOS XR: what to send, how it speaks, what it refuses.
import { blockLines, type PlatformTraits } from './types.ts'

export const iosXr: PlatformTraits = {
  platform: 'ios-xr',
  // Without the last one every answer starts with a line holding the time.
  setup: [
    'terminal length 0',
    'terminal width 511',
    'terminal exec prompt no-timestamp',
    'terminal monitor disable',
  ],
  logout: 'exit',
  testWords: ['ping', 'telnet'],
  hasEnable: false,
  ident: /^Cisco-2\.\d/,
  prompt: /^RP\/\d+\/|^sysadmin-vm:/,
  version: /\bIOS[ -]?XR\b/i,
  unsupported: [
    /^% ?Invalid input detected at '\^' marker/i,
    /^% ?(?:Incomplete|Ambiguous|Unknown) command\b/i,
    // The admin plane of 64-bit images is a ConfD command line of its own.
    /^syntax error:/i,
  ],
  denied: [/^% ?This command is not authorized/i, /^% ?Authorization failed/i, /^Error: access denied/i],
  wrapConfig({ config, adminConfig, exec }) {
    const plain = blockLines(config)
    const admin = blockLines(adminConfig)
    return [
      ...(admin.length === 0 ? [] : ['admin', 'configure', ...admin, 'commit', 'end', 'exit']),
      ...(plain.length === 0 ? [] : ['configure', ...plain, 'commit', 'end']),
      ...blockLines(exec),
    ]
  },
}
