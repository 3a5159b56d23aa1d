// NTP state from the configuration; `vars.ntp: unsynchronised` makes a configured server not answer.
import { blocksNamed, settings } from '../config-tree.ts'
import type { DeviceView } from '../view.ts'

export interface NtpServer {
  readonly address: string
  readonly vrf: string
}

/** Reads `ntp server [vrf X] A [use-vrf X]` (XE, NX-OS) and the XR block form. */
export function ntpServers(view: DeviceView): readonly NtpServer[] {
  const flat = blocksNamed(view.blocks, 'ntp server').map(block => block.line.slice('ntp server '.length))
  const nested = blocksNamed(view.blocks, 'ntp').flatMap(block => settings(block, 'server'))
  return [...flat, ...nested].map(text => {
    const words = text.trim().split(/\s+/)
    const vrfAt = words.findIndex(word => word === 'vrf' || word === 'use-vrf')
    return {
      address: words[0] === 'vrf' ? (words[2] ?? '') : (words[0] ?? ''),
      vrf: vrfAt < 0 ? '' : (words[vrfAt + 1] ?? ''),
    }
  })
}

export function ntpInSync(view: DeviceView): boolean {
  return ntpServers(view).length > 0 && view.value('ntp') !== 'unsynchronised'
}

/** `show ntp status` of IOS XE and IOS XR. */
export function showNtpStatus(view: DeviceView): string {
  const server = ntpServers(view)[0]
  if (server === undefined && view.device.persona === 'ios-xe') return '%NTP is not enabled.\n'
  if (server === undefined || !ntpInSync(view)) {
    return view.text(`Clock is unsynchronized, stratum 16, no reference clock
nominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**10
ntp uptime is 17280000 (1/100 of seconds), resolution is 4000
reference time is 00000000.00000000 (00:00:00.000 UTC Mon Jan 1 1900)
clock offset is 0.0000 msec, root delay is 0.00 msec
root dispersion is 97.52 msec, peer dispersion is 0.00 msec
`)
  }
  return view.text(`Clock is synchronized, stratum 3, reference is ${server.address}
nominal freq is 250.0000 Hz, actual freq is 249.9964 Hz, precision is 2**10
ntp uptime is 172800000 (1/100 of seconds), resolution is 4016
reference time is E65E3A1C.9A1CAC08 ({{live-1m|clock}})
clock offset is 0.5000 msec, root delay is 1.98 msec
root dispersion is 13.42 msec, peer dispersion is 1.06 msec
loopfilter state is 'CTRL' (Normal Controlled Loop), drift is 0.000014205 s/s
system poll interval is 1024, last update was 61 sec ago.
`)
}
