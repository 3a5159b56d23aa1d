// What other tools call the platforms.
import type { Platform } from '../model/platform.ts'

/** Names of Ansible (`ansible_network_os`), Nornir/NAPALM, Netmiko and scrapli, in lower case. */
const NAMES: Readonly<Record<Platform, readonly string[]>> = {
  'ios-xe': [
    'ios-xe',
    'iosxe',
    'ios',
    'ios_xe',
    'cisco.ios.ios',
    'cisco_ios',
    'cisco_xe',
    'cisco_iosxe',
    'ios_ssh',
  ],
  'nx-os': ['nx-os', 'nxos', 'nx_os', 'cisco.nxos.nxos', 'cisco_nxos', 'nxos_ssh', 'cisco_nxos_ssh'],
  'ios-xr': [
    'ios-xr',
    'iosxr',
    'ios_xr',
    'cisco.iosxr.iosxr',
    'cisco_xr',
    'cisco_iosxr',
    'iosxr_netconf',
    'iosxr_ssh',
  ],
}

/** Undefined for what this tool does not know; `ios` is read as IOS XE. */
export function platformNamed(name: string): Platform | undefined {
  const wanted = name.trim().toLowerCase()
  return (Object.keys(NAMES) as Platform[]).find(platform => NAMES[platform].includes(wanted))
}
