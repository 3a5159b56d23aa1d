// What a person has to fill in before pasting, and where the value is found.
import type { Placeholder } from '../../model/fix-plan.ts'
import { placeholdersIn } from '../template.ts'

export const HINTS: Readonly<Record<string, string>> = {
  '<TOKEN>':
    'a registration token from software.cisco.com (Smart Software Licensing, Inventory, General, New Token) or from the On-Prem server',
  '<DNS>': 'address of a name server that answers from this device',
  '<NTP>': 'name or address of your time server',
  '<GW>': 'next hop towards the Internet in that VRF',
  '<PROXY>': 'name or address of your HTTP proxy',
  '<PORT>': 'its TCP port',
  '<SSM>': 'name of the On-Prem server as in its certificate',
  '<ACCOUNT>': 'account on the On-Prem server; the token page shows the whole address',
  '<GATEWAY>': 'name and port of the transport gateway; its HTTP settings page shows them',
  '<CSLU>': 'name or address of the CSLU',
  '<INTERFACE>': 'an interface that is up and has an address where licensing leaves',
  '<PROFILE>': 'name of a Call Home profile; `show call-home profile all` lists them',
  '<VRF>': 'the VRF that reaches the licensing server',
  '<ACL>': 'name of the access list',
  '<IP>': 'the address the name has at present',
  '<URL>': 'address of the licensing server',
  '<HOST>': 'host name of the licensing server',
  '<NAME>': 'the name the device uses; the evidence shows it',
  '<NUMBER>': 'the number in the configuration of the device',
}

const OTHER = 'a value of your network'

/** A rule may say in a step what its placeholder stands for: "`<DNS>` is a name server that answers in this VRF". */
const STEP = /^`(<[A-Z][A-Z0-9_-]{0,30}>)` is (\S.*)$/

/** The placeholders of the lines, with a hint each, and the steps that are not such hints. */
export function placeholdersOf(
  lines: readonly string[],
  steps: readonly string[],
): { placeholders: Placeholder[]; used: ReadonlySet<string> } {
  const names = placeholdersIn(lines)
  const used = new Set<string>()
  const told = new Map<string, string[]>()
  for (const step of steps) {
    const [, name, hint] = STEP.exec(step) ?? []
    if (name === undefined || hint === undefined || !names.includes(name)) continue
    used.add(step)
    told.set(name, [...(told.get(name) ?? []), hint.replace(/\.$/, '')])
  }
  const placeholders = names.map(name => ({
    name,
    hint: told.get(name)?.join('; ') ?? (Object.hasOwn(HINTS, name) ? (HINTS[name] ?? OTHER) : OTHER),
  }))
  return { placeholders, used }
}
