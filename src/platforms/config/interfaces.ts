// Interface names as a device writes them: `gi1/0/1` and `vlan 10` are typed, `GigabitEthernet1/0/1` and `Vlan10` stand there.
import type { Platform } from '../../model/platform.ts'

/** In the order in which a short form is resolved: `te` is the 10 Gbit port, `tu` the tunnel. */
const TYPES: Readonly<Record<Platform, readonly string[]>> = {
  'ios-xe': [
    'GigabitEthernet', 'FastEthernet', 'TenGigabitEthernet', 'TwentyFiveGigE', 'TwoGigabitEthernet',
    'FortyGigabitEthernet', 'FiveGigabitEthernet', 'HundredGigE', 'FourHundredGigE', 'AppGigabitEthernet',
    'Ethernet', 'Vlan', 'Loopback', 'Tunnel', 'Port-channel', 'BDI', 'Serial', 'Cellular', 'Dialer', 'nve', 'Null',
    'Virtual-Template', 'VirtualPortGroup', 'Bluetooth',
  ],
  'nx-os': ['Ethernet', 'mgmt', 'Vlan', 'loopback', 'port-channel', 'Tunnel', 'nve', 'Null'],
  'ios-xr': [
    'MgmtEth', 'GigabitEthernet', 'TenGigE', 'TwentyFiveGigE', 'FortyGigE', 'FiftyGigE', 'HundredGigE',
    'TwoHundredGigE', 'FourHundredGigE', 'Bundle-Ether', 'Loopback', 'BVI', 'tunnel-ip', 'tunnel-te', 'nve', 'Null',
    'PTP', 'Serial',
  ],
} // biome-ignore format: tables

/** Exist only while they are configured; the others are hardware. */
const VIRTUAL = /^(vlan|loopback|tunnel|port-channel|bdi|dialer|nve|virtual-template|bundle-ether|bvi)/i

/** The full name, or undefined when the words name no interface. At most two words: `vlan 10`. */
export function fullInterfaceName(platform: Platform, typed: string): string | undefined {
  // IOS XR: MgmtEth0/RSP0/CPU0/0 holds letters behind the first digit.
  const [, type, number] = /^([A-Za-z][A-Za-z-]*)\s*(\d[0-9A-Za-z/.:]*)$/.exec(typed.trim()) ?? []
  if (type === undefined || number === undefined) return undefined
  const short = type.toLowerCase()
  const known = TYPES[platform].find(name => name.toLowerCase().startsWith(short))
  return `${known ?? type}${number}`
}

export function isVirtualInterface(name: string): boolean {
  return VIRTUAL.test(name) || name.includes('.')
}
