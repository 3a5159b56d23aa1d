// How IOS XE speaks: Catalyst switches and IOS XE routers.
import { blockLines, blocksNamed } from '../config-tree.ts'
import type { DeviceView } from '../view.ts'
import type { Persona } from './contract.ts'
import { interfacesOf } from './interfaces.ts'
import { showCallHome, showCallHomeProfileAll, showCallHomeSmartLicensing } from './ios-xe-call-home.ts'
import { ntpInSync, ntpServers, showNtpStatus } from './ntp.ts'
import { showRoute } from './routes.ts'

const caret = (column: number): string => `${' '.repeat(column)}^\n`

/** `*` never set, `.` set but NTP lost; `vars.clock_mark` and `vars.time_source` override. */
function showClock(view: DeviceView): string {
  const mark = view.value('clock_mark') || (ntpInSync(view) ? '' : '*')
  return view.text(`${mark === 'none' ? '' : mark}{{live|clock}}\n`)
}

function showClockDetail(view: DeviceView): string {
  const source = view.value('time_source') || (ntpInSync(view) ? 'NTP' : '')
  return `${showClock(view)}${source === '' ? 'No time source' : `Time source is ${source}`}\n`
}

function showIpInterfaceBrief(view: DeviceView): string {
  const rows = interfacesOf(view, { address: 'ip address', vrf: 'vrf forwarding' }).map(port => {
    const status = port.shutdown ? 'administratively down' : port.up ? 'up' : 'down'
    const cells = [
      port.name.padEnd(23),
      (port.address || 'unassigned').padEnd(16),
      'YES NVRAM  ',
      status.padEnd(22),
    ]
    return `${cells.join('')}${port.up ? 'up' : 'down'}`
  })
  return `Interface              IP-Address      OK? Method Status                Protocol\n${rows.join('\n')}\n`
}

function showNtpAssociations(view: DeviceView): string {
  const mark = ntpInSync(view) ? '*' : ' '
  const rows = ntpServers(view).map(
    ({ address }, at) =>
      `${at === 0 ? mark : ' '}~${address.padEnd(16)} .GNSS.           1    337    512   377  1.957   0.500  1.078`,
  )
  return `\n  address         ref clock       st   when   poll reach  delay  offset   disp\n${rows.join('\n')}\n * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n`
}

function showLogging(view: DeviceView): string {
  return `Syslog logging: enabled (0 messages dropped, 3 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)

No Active Message Discriminator.

No Inactive Message Discriminator.

    Console logging: disabled
    Monitor logging: level debugging, 0 messages logged, xml disabled,
                     filtering disabled
    Buffer logging:  level debugging, ${view.logging.length} messages logged, xml disabled,
                    filtering disabled
    Exception Logging: size (4096 bytes)
    Count and timestamp logging messages: disabled
    File logging: disabled
    Persistent logging: disabled

No active filter modules.

    Trap logging: level informational, ${view.logging.length} message lines logged

Log Buffer (102400 bytes):

${view.logging.join('\n')}
`
}

function wholeConfig(view: DeviceView): string {
  return `Building configuration...\n\nCurrent configuration : ${view.config.length} bytes\n!\n${view.config}`
}

export const iosXe: Persona = {
  platform: 'ios-xe',
  ident: 'Cisco-1.25',
  prompt: (view, mode) => `${view.device.hostname}${mode === 'user' ? '>' : '#'}`,
  more: ' --More-- ',
  eraseMore: `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}`,
  invalid: column => `${caret(column)}% Invalid input detected at '^' marker.\n\n`,
  ambiguous: typed => `% Ambiguous command:  "${typed}"\n`,
  incomplete: () => '% Incomplete command.\n\n',
  denied: () => 'Command authorization failed.\n\n',
  derived: {
    'show clock': showClock,
    'show clock detail': showClockDetail,
    'show ip interface brief': showIpInterfaceBrief,
    'show ip route': showRoute,
    'show ip route vrf *': showRoute,
    'show ntp status': showNtpStatus,
    'show ntp associations': showNtpAssociations,
    'show logging': showLogging,
    'show call-home': showCallHome,
    'show call-home profile all': showCallHomeProfileAll,
    'show call-home smart-licensing': showCallHomeSmartLicensing,
    // The vendor's guides name the command this way round; images know one, the other or both.
    'show tech-support license': view => view.text(view.device.answers['show license tech support'] ?? ''),
    'show startup-config': view => `Using ${view.startup.length} out of 2097152 bytes\n!\n${view.startup}`,
  },
  runningConfig(view, args) {
    if (args === '' || args === 'all') return wholeConfig(view)
    const match = /^interface (\S.*)$/.exec(args)
    if (match === null) return undefined
    const wanted = (match[1] ?? '').replaceAll(' ', '').toLowerCase()
    const block = blocksNamed(view.blocks, 'interface').find(b => b.line.slice(10).toLowerCase() === wanted)
    return block === undefined
      ? undefined
      : `Building configuration...\n\nCurrent configuration : 128 bytes\n!\n${blockLines(block).join('\n')}\nend\n\n`
  },
  privileged: ['show running-config', 'show startup-config', 'show logging', 'show tech-support'],
  stampsAnswers: false,
}
