// How IOS XR speaks: ASR 9000 (32-bit, with an admin plane) and NCS (64-bit).
import { blockLines, type ConfigBlock } from '../config-tree.ts'
import type { DeviceView } from '../view.ts'
import type { Persona } from './contract.ts'
import { interfacesOf } from './interfaces.ts'
import { showCallHome, showCallHomeDetail } from './ios-xr-call-home.ts'
import { ntpInSync, showNtpStatus } from './ntp.ts'
import { showRoute } from './routes.ts'

function showClock(view: DeviceView): string {
  return view.text(`${ntpInSync(view) ? '' : '*'}{{live|clock}}\n`)
}

function showIpv4InterfaceBrief(view: DeviceView): string {
  const rows = interfacesOf(view, { address: 'ipv4 address', vrf: 'vrf' }).map(port => {
    const status = port.shutdown ? 'Shutdown' : port.up ? 'Up' : 'Down'
    const cells = [port.name.padEnd(31), (port.address || 'unassigned').padEnd(16), status.padEnd(16)]
    return `${cells.join('')}${(port.up ? 'Up' : 'Down').padEnd(9)}${port.vrf || 'default'} `
  })
  return `\nInterface                      IP-Address      Status          Protocol Vrf-Name\n${rows.join('\n')}\n`
}

function showLogging(view: DeviceView): string {
  return `Syslog logging: enabled (0 messages dropped, 0 flushes, 0 overruns)
    Console logging: level warnings, 31 messages logged
    Monitor logging: level debugging, 0 messages logged
    Trap logging: level informational, 0 messages logged
    Buffer logging: level debugging, ${view.logging.length} messages logged

Log Buffer (2097152 bytes):

${view.logging.join('\n')}
`
}

/** XR names any part of the configuration by its first words; a part that is not there has an answer of its own. */
function part(blocks: readonly ConfigBlock[], words: string): string {
  const kept = blocks.filter(block => block.line === words || block.line.startsWith(`${words} `))
  if (kept.length === 0) return '% No such configuration item(s)\n\n'
  const lines = kept.flatMap(block =>
    // A block ends with `!`, its own or the separator the configuration has in its place.
    [...blockLines(block), ...(block.children.length > 0 && block.close === undefined ? ['!'] : [])],
  )
  return `${lines.join('\n')}\n\n`
}

export const iosXr: Persona = {
  platform: 'ios-xr',
  ident: 'Cisco-2.0',
  prompt: view => `RP/0/${view.value('location') || 'RSP0'}/CPU0:${view.device.hostname}#`,
  more: ' --More-- ',
  eraseMore: `${'\b'.repeat(10)}${' '.repeat(10)}${'\b'.repeat(10)}`,
  invalid: column => `${' '.repeat(column)}^\n% Invalid input detected at '^' marker.\n`,
  ambiguous: typed => `% Ambiguous command:  "${typed}"\n`,
  incomplete: () => '% Incomplete command.\n',
  denied: () => '% This command is not authorized\n',
  derived: {
    'show clock': showClock,
    'show ipv4 interface brief': showIpv4InterfaceBrief,
    'show ntp status': showNtpStatus,
    'show route': showRoute,
    'show route vrf *': showRoute,
    'show logging': showLogging,
    'show call-home': showCallHome,
    'show call-home detail': showCallHomeDetail,
  },
  runningConfig(view, args) {
    if (args === '') return view.text(`Building configuration...\n${view.config}`)
    return part(view.blocks, args)
  },
  privileged: [],
  stampsAnswers: true,
}
