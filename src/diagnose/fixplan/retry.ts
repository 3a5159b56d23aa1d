// The exec line that makes the licensing agent try at once.
import type { RuleContext } from '../../model/facts/store.ts'

/**
 * For a device whose communication fails now; its next attempt of its own may be a day away. Undefined when nothing
 * fails, or when what to type cannot be told.
 */
export function retryLine(facts: RuleContext): string | undefined {
  const { license } = facts
  if (license === undefined || facts.derived?.failing_now !== true) return undefined
  const admin = license.admin_plane === true ? 'admin ' : ''
  if (license.generation === 'policy')
    return license.transport?.type === 'off' ? undefined : 'license smart sync all'
  if (license.generation !== 'classic') return undefined
  const status = license.registration?.status
  if (status === 'registered') return `${admin}license smart renew auth`
  // A device that is registering tries again by itself; after a refusal or a failure it waits for a person.
  return status === 'unregistered' ? `${admin}license smart register idtoken <TOKEN>` : undefined
}
