// Values for what a person fills in: the forecast takes one that fits.
import type { RuleContext } from '../../model/facts/store.ts'
import { plainVrf } from '../derive/way.ts'

const PLACEHOLDER = /<([A-Z][A-Z0-9_-]{0,30})>/g

/** Documentation addresses and names: they fit, and belong to nobody. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  DNS: '192.0.2.53',
  NTP: '192.0.2.123',
  GW: '192.0.2.1',
  IP: '192.0.2.80',
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
  const filled = lines.flatMap(line => {
    let whole = true
    const text = line.replace(PLACEHOLDER, (all, name: string) => {
      const value =
        name === 'INTERFACE'
          ? goodInterface(facts)
          : Object.hasOwn(STANDS_FOR, name)
            ? STANDS_FOR[name]
            : undefined
      if (value === undefined) {
        whole = false
        if (name !== 'TOKEN') open.add(all)
        return all
      }
      taken.add(all)
      return value
    })
    return whole || text.includes('<TOKEN>') ? [text] : []
  })
  return { lines: filled, taken: [...taken], open: [...open] }
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
