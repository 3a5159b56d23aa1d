// The hops at and behind the server: clock, identity, entitlement, reporting.
import { showTime } from '../../model/facts/time.ts'
import { type Scene, seen, type Verdict, verdict } from './scene.ts'
import { settledBy } from './settle.ts'

/** Using Policy on Nexus tolerates less than an hour (vendor guide); the others are not known to tolerate less. */
const TOLERATED_SECONDS = 3600

export function clock(scene: Scene): Verdict {
  const { clock: own, derived, ntp, device } = scene.facts
  if (derived?.clock_offset?.reported === true) return verdict('unknown', 'the server refused the date')
  if (scene.answered && scene.failing === false)
    return verdict('ok', 'the server accepted the date', scene.answer)
  if (ntp?.synchronised === true) return seen(scene, 'the clock follows NTP', 'ntp.synchronised')
  const skew = own?.skew_seconds
  if (skew === undefined)
    return verdict(
      'unknown',
      settledBy(device?.platform === 'nx-os' ? 'show ntp peer-status' : 'show ntp status'),
    )
  return Math.abs(skew) + (own?.skew_error_seconds ?? 0) <= TOLERATED_SECONDS
    ? seen(scene, `right to ${Math.abs(skew)} s`, 'clock.device_time')
    : verdict('unknown', `${Math.abs(skew)} s off`)
}

export function identity(scene: Scene): Verdict {
  const license = scene.facts.license
  if (license?.generation === 'policy') {
    if (license.trust_code?.installed !== true) {
      return verdict(
        'unknown',
        license.trust_code?.installed === false ? 'no trust code' : settledBy('show license all'),
      )
    }
    return scene.answered && scene.failing === false
      ? seen(scene, 'trust code installed', 'license.trust_code.installed')
      : verdict('unknown', 'trust code installed, not confirmed by the server now')
  }
  const registration = license?.registration
  if (registration?.status === undefined) return verdict('unknown', settledBy('show license all'))
  if (registration.status !== 'registered') return verdict('unknown', registration.status)
  return scene.failing === false
    ? seen(
        scene,
        registered(registration.smart_account),
        'license.registration.status',
        'license.xr_registered',
      )
    : verdict('unknown', 'registered, not confirmed by the server now')
}

function registered(account: string | undefined): string {
  return account === undefined || account === '' ? 'registered' : `registered to ${account}`
}

export function entitlement(scene: Scene): Verdict {
  const license = scene.facts.license
  if (license?.generation === 'reservation') {
    if (license.reservation?.request_pending === true)
      return verdict('unknown', 'a reservation was requested and is not installed')
    // A reserved term ends without anybody telling the device: only its clock does.
    if (
      license.reservation?.licenses?.some(one => one.has_end) &&
      scene.facts.clock?.device_time === undefined
    )
      return verdict('unknown', `whether a reserved term has ended; ${settledBy('show clock')}`)
    return seen(scene, 'licences reserved', 'license.reservation', 'license.registration.status')
  }
  if (license?.generation === 'policy')
    return license.slac_installed === true
      ? seen(scene, 'authorization code installed', 'license.slac_installed')
      : verdict('unknown', `an enforced licence is in use; ${settledBy('show license authorization')}`)
  const status = license?.authorization?.status
  if (status === undefined) return verdict('unknown', settledBy('show license all'))
  if (license?.registration?.status !== 'registered' && status !== 'reserved')
    return verdict('unknown', 'nothing is authorized before the device is registered')
  if (status === 'reserved') return seen(scene, 'licences reserved', 'license.authorization.status')
  if (status !== 'authorized') return verdict('unknown', status.replaceAll('-', ' '))
  return scene.failing === false
    ? seen(scene, 'authorized', 'license.authorization.status')
    : verdict('unknown', 'authorized, not renewed by the server now')
}

export function reporting(scene: Scene): Verdict {
  const { license, derived } = scene.facts
  const own = license?.reporting
  if (own?.acked === undefined) return verdict('unknown', settledBy('show license all'))
  if (!own.acked) return verdict('unknown', 'no report was acknowledged yet')
  const last = `last report acknowledged on ${showTime(own.last_ack ?? '')}`
  const overdue = derived?.deadlines?.ack?.passed
  if (overdue === true) return verdict('unknown', `${last}, the next is overdue`)
  if (overdue === undefined && own.has_ack_deadline !== false)
    return verdict('unknown', `${last}; whether the next is overdue is not known`)
  return scene.failing === false ? seen(scene, last, 'license.reporting.last_ack') : verdict('unknown', last)
}
