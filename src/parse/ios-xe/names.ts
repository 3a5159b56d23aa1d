// IOS XE names: interfaces in the spelling of the configuration.

const TYPES: readonly (readonly [short: string, name: string])[] = [
  ['gi', 'GigabitEthernet'],
  ['te', 'TenGigabitEthernet'],
  ['twe', 'TwentyFiveGigE'],
  ['tw', 'TwoGigabitEthernet'],
  ['fi', 'FiveGigabitEthernet'],
  ['fo', 'FortyGigabitEthernet'],
  ['hu', 'HundredGigE'],
  ['fa', 'FastEthernet'],
  ['ap', 'AppGigabitEthernet'],
  ['lo', 'Loopback'],
  ['vl', 'Vlan'],
  ['po', 'Port-channel'],
  ['tu', 'Tunnel'],
  ['ce', 'Cellular'],
]

/** Tables shorten names (`Gi0/0`, `Vl10`); unknown types stay as printed. */
export function interfaceName(printed: string): string {
  const match = /^([A-Za-z]{2,3})(\d[\d/.:]{0,20})$/.exec(printed)
  const type = match?.[1]?.toLowerCase()
  const known = TYPES.find(([short]) => short === type)
  return known === undefined ? printed : `${known[1]}${match?.[2] ?? ''}`
}
