// How NX-OS speaks: Nexus switches.
import { blockLines, blocksNamed } from '../config-tree.ts'
import type { DeviceView } from '../view.ts'
import type { Persona } from './contract.ts'
import { interfacesOf } from './interfaces.ts'
import { ntpInSync, ntpServers } from './ntp.ts'
import { showNxRoute } from './routes.ts'

const caret = (column: number): string => `${' '.repeat(column)}^\n`

function showClock(view: DeviceView): string {
  return view.text(`{{live|clock}}\nTime source is ${ntpInSync(view) ? 'NTP' : 'hardware calendar'}\n`)
}

function showIpInterfaceBriefVrfAll(view: DeviceView): string {
  const ports = interfacesOf(view, { address: 'ip address', vrf: 'vrf member' }).filter(
    port => port.address !== '',
  )
  const vrfs = [...new Set(ports.map(port => port.vrf))].sort((a, b) => order(a) - order(b))
  return vrfs
    .map(vrf => {
      const rows = ports
        .filter(port => port.vrf === vrf)
        .map(port => {
          const state = `protocol-${port.up ? 'up' : 'down'}/link-${port.up ? 'up' : 'down'}/admin-${port.shutdown ? 'down' : 'up'}`
          return `${port.name.padEnd(21)}${port.address.padEnd(16)}${state}`
        })
      const head = `IP Interface Status for VRF "${vrf === '' ? 'default' : vrf}"(${order(vrf) + 1})`
      return `\n${head}\nInterface            IP Address      Interface Status\n${rows.join('\n')}\n`
    })
    .join('')
}

const order = (vrf: string): number => (vrf === '' ? 0 : vrf === 'management' ? 1 : 2)

function showInterfaceBrief(view: DeviceView): string {
  const rows = interfacesOf(view, { address: 'ip address', vrf: 'vrf member' }).map(port => {
    const reason = port.up ? 'none' : port.shutdown ? 'Administratively down' : 'Link not connected'
    return `${port.name.padEnd(14)}--      eth  access ${port.up ? 'up  ' : 'down'}  ${reason.padEnd(25)}1000(D)  --`
  })
  return `
--------------------------------------------------------------------------------
Interface     VLAN    Type Mode   Status  Reason                   Speed    Port
                                                                            Ch #
--------------------------------------------------------------------------------
${rows.join('\n')}
`
}

function showNtpPeerStatus(view: DeviceView): string {
  const servers = ntpServers(view)
  const rows = servers.map(({ address, vrf }, at) => {
    const chosen = at === 0 && ntpInSync(view)
    const reach = ntpInSync(view) ? '377' : '  0'
    return `${chosen ? '*' : '='}${address.padEnd(24)} 0.0.0.0                 ${chosen ? ' 2' : '16'}   64     ${reach}   0.00212 ${vrf || 'default'}`
  })
  return `
Total peers : ${servers.length}
* - selected for sync, + -  peer mode(active),
- - peer mode(passive), = - polled in client mode
    remote                                 local                                   st   poll   reach delay   vrf
-----------------------------------------------------------------------------------------------------------------------
${rows.join('\n')}
`
}

function showHosts(view: DeviceView): string {
  const lines = [
    `DNS lookup ${view.blocks.some(block => block.line === 'no ip domain-lookup') ? 'disabled' : 'enabled'}`,
    'Name/address lookup uses domain service',
  ]
  const servers = blocksNamed(view.blocks, 'ip name-server').map(block => block.line.split(' ')[2] ?? '')
  lines.push(`Name servers are ${servers.length === 0 ? '255.255.255.255' : servers.join(' ')}`)
  for (const context of blocksNamed(view.blocks, 'vrf context')) {
    const own = context.children.filter(child => child.line.trim().startsWith('ip name-server '))
    if (own.length === 0) continue
    lines.push('', `Vrf Name: ${context.line.slice('vrf context '.length)}`)
    lines.push(
      `Name servers are ${own.map(child => child.line.trim().split(' ').slice(2).join(' ')).join(' ')}`,
    )
  }
  return `${lines.join('\n')}\n\nHost                    Address\n`
}

/** Parts of the configuration NX-OS prints by feature; other words name nothing. */
const SECTIONS: Readonly<Record<string, RegExp>> = {
  callhome: /^callhome$/,
  ntp: /^ntp /,
  license: /^(?:no )?(?:license |feature license)/,
  vrf: /^vrf context /,
}

function header(view: DeviceView, args: string): string {
  const command = `show running-config${args === '' ? '' : ` ${args}`}`
  return view.text(
    `\n!Command: ${command}\n!Running configuration last done at: {{changed|ctime}}\n!Time: {{live|ctime}}\n\n`.replace(
      '{{changed|ctime}}',
      view.value('changed'),
    ),
  )
}

const versionLine = (view: DeviceView): string =>
  `version ${view.value('version')} Bios:version ${view.value('bios')} \n`

export const nxOs: Persona = {
  platform: 'nx-os',
  ident: 'OpenSSH_7.8',
  prompt: view => `\r${view.device.hostname}# `,
  more: '--More--',
  eraseMore: `\r${' '.repeat(8)}\r`,
  invalid: column => `${caret(column)}% Invalid command at '^' marker.\n`,
  ambiguous: () => "% Ambiguous command at '^' marker.\n",
  incomplete: column => `${caret(column)}% Incomplete command at '^' marker.\n`,
  denied: () => '% Permission denied for the role\n',
  derived: {
    'show clock': showClock,
    'show ip interface brief vrf all': showIpInterfaceBriefVrfAll,
    'show interface brief': showInterfaceBrief,
    'show ip route': showNxRoute,
    'show ip route vrf *': showNxRoute,
    'show ntp peer-status': showNtpPeerStatus,
    'show hosts': showHosts,
    'show logging logfile': view => `${view.logging.join('\n')}\n`,
  },
  runningConfig(view, args) {
    if (args === '' || args === 'all') return `${header(view, args)}${versionLine(view)}${view.config}\n`
    const named = /^interface (\S+)$/.exec(args)
    const pattern = Object.hasOwn(SECTIONS, args) ? SECTIONS[args] : undefined
    const blocks =
      named !== null
        ? view.blocks.filter(
            block => block.line.toLowerCase() === `interface ${(named[1] ?? '').toLowerCase()}`,
          )
        : pattern === undefined
          ? undefined
          : view.blocks.filter(block => pattern.test(block.line))
    if (blocks === undefined || (named !== null && blocks.length === 0)) return undefined
    return `${header(view, args)}${versionLine(view)}${blocks.flatMap(blockLines).join('\n')}\n\n`
  },
  privileged: [],
  stampsAnswers: false,
}
