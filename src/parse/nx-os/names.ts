// NX-OS names: interfaces in one spelling, VRFs with the default one as ''.

const TYPES: readonly (readonly [prefix: string, name: string])[] = [
  ['mgmt', 'mgmt'],
  ['ethernet', 'Ethernet'],
  ['vlan', 'Vlan'],
  ['loopback', 'loopback'],
  ['port-channel', 'port-channel'],
  ['tunnel', 'Tunnel'],
  ['lo', 'loopback'],
  ['po', 'port-channel'],
]

/**
 * The spelling the configuration uses: brief tables shorten names (`Lo0`, `Eth1/1`, `Po10`) and people write
 * `vlan 27`. Unknown types stay as printed.
 */
export function interfaceName(printed: string): string {
  const match = /^([A-Za-z][A-Za-z-]*)\s*(\d[\d/.:]*)$/.exec(printed.trim())
  const type = match?.[1]?.toLowerCase()
  if (type === undefined) return printed.trim()
  const known = TYPES.find(
    ([full, name]) => full === type || (type.length >= 2 && name.toLowerCase().startsWith(type)),
  )
  return known === undefined ? printed.trim() : `${known[1]}${match?.[2] ?? ''}`
}

/** VRF `default` is the global table: ''. */
export function vrfName(printed: string): string {
  return printed.toLowerCase() === 'default' ? '' : printed
}

/** The management port is in VRF `management` on every Nexus; the configuration does not always say so. */
export function fixedVrf(interfaceName: string): string | undefined {
  return /^mgmt\d/.test(interfaceName) ? 'management' : undefined
}
