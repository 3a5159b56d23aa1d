// Values for what a person fills in: the forecast takes one that fits.
import type { RuleContext } from '../../model/facts/store.ts'
import { plainVrf } from '../derive/way.ts'

const PLACEHOLDER = /<([A-Z][A-Z0-9_-]{0,30})>/g

/** Documentation addresses and names: they fit, and belong to nobody. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  DNS: '203.0.113.53',
  NTP: '203.0.113.123',
  GW: '203.0.113.1',
  IP: '203.0.113.80',
  PROXY: 'proxy.example.net',
  PORT: '8080',
  SSM: 'ssm.example.net',
  GATEWAY: 'gateway.example.net',
  CSLU: 'cslu.example.net',
  HOST: 'host.example.net',
  ACCOUNT: 'account',
}

export interface Filled {
  readonly lines: readonly string[]
  /** Placeholders a fitting value was taken for. */
  readonly taken: readonly string[]
  /** Placeholders for which there is none; their lines are left out. */
  readonly open: readonly string[]
}

/** Lines with values in place of `<DNS>` and its like. An exec line may keep its placeholder: it is not applied. */
export function fillPlaceholders(lines: readonly string[], facts: RuleContext): Filled {
  const taken = new Set<string>()
  const open = new Set<string>()
  const filled: string[] = []
  /** Indentation of a head that is left out: what stands below it goes with it. */
  let skipped: number | undefined
  for (const line of lines) {
    const indent = line.length - line.trimStart().length
    if (skipped !== undefined && indent > skipped) continue
    skipped = undefined
    let whole = true
    const text = line.replace(PLACEHOLDER, (all, name: string) => {
      const value = valueFor(name, facts)
      if (value !== undefined) taken.add(all)
      // A token stands in exec lines only, which are not applied.
      else if (name !== 'TOKEN') {
        whole = false
        open.add(all)
      }
      return value ?? all
    })
    if (whole) filled.push(text)
    else skipped = indent
  }
  return { lines: filled, taken: [...taken], open: [...open] }
}

function valueFor(name: string, facts: RuleContext): string | undefined {
  if (name === 'INTERFACE') return goodInterface(facts)
  // One profile too many carries licensing data: the built-in one is kept.
  if (name === 'PROFILE') return facts.derived?.smart_profiles?.find(profile => profile !== 'CiscoTAC-1')
  return Object.hasOwn(STANDS_FOR, name) ? STANDS_FOR[name] : undefined
}

/** An interface that is up and has an address, where licensing leaves or could leave. */
function goodInterface(facts: RuleContext): string | undefined {
  const { egress_vrf: egress, vrfs_with_default_route: ways } = facts.derived ?? {}
  const wanted =
    egress !== undefined && egress !== '' ? [egress] : (ways ?? (egress === undefined ? [] : [egress]))
  return facts.interfaces?.find(
    one =>
      one.up !== false &&
      one.address !== '' &&
      one.address !== undefined &&
      wanted.includes(plainVrf(one.vrf ?? '')),
  )?.name
}
