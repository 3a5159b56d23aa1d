// What the licensing server answers to a message that reached it.
import type { Machine } from '../machine.ts'

const INSTANCE = '8baecfb5-2688-429b-8519-10a3f0dec6b5'

/**
 * The reason of a refusal in the server's words; undefined when it agrees. Wording of token refusals: unconfirmed in the
 * failure catalogue, rules match them loosely.
 */
export function refusal(
  machine: Machine,
  message: 'registration' | 'renewal' | 'trust' | 'report',
  token = '',
  force = false,
): string | undefined {
  if (message === 'renewal' || message === 'report') {
    return machine.instance === 'known'
      ? undefined
      : message === 'report'
        ? `{"product_instance_identifier":["The identity for the instance ${INSTANCE} is not valid.Please re-register the instance."]}`
        : `{"product_instance_identifier":["ProductInstance '${INSTANCE}' is not valid"]}`
  }
  const bad = badToken(machine, token)
  if (bad !== undefined) return bad
  if (machine.instance !== 'elsewhere' || force) return undefined
  return message === 'registration' ? 'Product Already Registered' : 'The trust code is already installed'
}

function badToken(machine: Machine, token: string): string | undefined {
  const { tokens } = machine.world
  if (tokens.length === 0) return undefined
  const known = tokens.find(one => one.token === token)
  if (known === undefined) return `{"token":["The token '${token}' is not valid."]}`
  if (known.expired === true) return `{"token":["The token '${token}' has expired."]}`
  const used = machine.tokenUses.get(token) ?? 0
  return known.uses !== undefined && used >= known.uses
    ? `{"token":["The token '${token}' has exceeded the maximum number of uses."]}`
    : undefined
}
