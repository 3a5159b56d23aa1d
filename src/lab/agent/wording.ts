// How each platform words the hop at which a licensing message stopped: the reason in its state, and its log.
import type { Platform } from '../../model/platform.ts'
import type { Stop } from './walk.ts'

export interface Wording {
  /** After `Failure reason:`. */
  readonly reason: string
  /** In COMM_FAILED and its like. */
  readonly logReason: string
  /** Lines before those of the licensing agent: [mnemonic, text]. */
  readonly before: readonly (readonly [string, string])[]
  /** The request waits instead of failing. */
  readonly pending: boolean
  /** IOS XR: text of the call-home trace; '' when call-home dropped the message instead of trying. */
  readonly trace: string
}

const SEND = 'Fail to send out Call Home HTTP message'
const NO_CLOCK =
  'PKI functions can not be initialized until an authoritative time source, like NTP, can be obtained.'
const NO_TRANSPORT = 'Communication transport not available'
const NO_REPORTING =
  'Failed to enable call-home from Smart Agent for Licensing: The action failed because smart license transport is disabled in call-home. Please retry after manually enabling smart license transport with command "reporting smart-licensing-data" under the profile you want to send out Smart Licensing data, and also make sure the profile is active.'
const USER_PROFILE =
  'Failed to enable call-home from Smart Agent for Licensing: The command failed to enable smart call home due to an existing active user profile. If you are using a user profile other than CiscoTAC-1 profile to send data to SCH server in Cisco, please enter "reporting smart-licensing-data" in the profile mode to configure that profile for smart licensing.'

/** @param deviceMs the device's clock, milliseconds: a refusal for its date quotes it */
export function callHomeWording(stop: Stop, platform: Platform, deviceMs: number): Wording {
  const plain = (reason: string, more: Partial<Wording> = {}): Wording => ({
    reason: platform === 'ios-xe' && /^[A-Z]/.test(reason) ? `${reason}.` : reason,
    logReason: reason,
    before: [],
    pending: false,
    trace: 'Connection timed out',
    ...more,
  })
  const sendFailed = (error: string, more: Partial<Wording> = {}): Wording => {
    const url = 'url' in stop ? stop.url : ''
    const line = [
      'CALL_HOME-5-SL_MESSAGE_FAILED',
      `Fail to send out Smart Licensing message to: ${url} (${error})`,
    ] as const
    return plain(SEND, {
      ...more,
      before: [...(platform === 'ios-xe' ? [line] : []), ...(more.before ?? [])],
    })
  }
  const waiting = (more: Partial<Wording>): Wording =>
    plain('Waiting for reply', { reason: 'Waiting for reply', pending: true, ...more })
  switch (stop.at) {
    case 'mode':
    case 'url':
      return plain(NO_TRANSPORT, { trace: '' })
    case 'profile':
      return silent(stop.why, platform, plain, sendFailed)
    case 'dns':
      return sendFailed('ERR 205 : Request Aborted', { trace: 'Host name resolution failed' })
    case 'silence':
      return platform === 'nx-os'
        ? waiting({})
        : sendFailed('ERR 207 : Connection time out', { trace: 'Host name resolution failed' })
    case 'connect':
      return sendFailed('ERR 207 : Connection time out')
    case 'answer':
      return platform === 'nx-os'
        ? plain('Fail to parse response data from SCH server')
        : sendFailed('ERR 205 : Request Aborted', { trace: 'HTTP response error' })
    case 'tls':
      return tlsFailed(stop.why, platform, plain, sendFailed)
    case 'crl': {
      const fetch = ['PKI-3-CRL_FETCH_FAIL', `CRL fetch for trustpoint ${stop.trustpoint} failed`] as const
      // The agent's own trustpoint hangs the request; a chain of the trustpool that cannot be checked is refused.
      return platform === 'ios-xe' && stop.trustpoint === 'SLA-TrustPoint'
        ? waiting({ before: [fetch] })
        : sendFailed('ERR 205 : Request Aborted', { before: [fetch], trace: 'SSL certificate problem' })
    }
    case 'clock': {
      if (stop.why === 'untrusted') {
        const line = ['PKI-2-NON_AUTHORITATIVE_CLOCK', NO_CLOCK] as const
        return sendFailed('ERR 205 : Request Aborted', { before: [line] })
      }
      const text = `{"timestamp":["The device date '${deviceMs}' is offset beyond the allowed tolerance limit."]}`
      return plain(text, { reason: text })
    }
  }
}

type Plain = (reason: string, more?: Partial<Wording>) => Wording

function silent(why: string, platform: Platform, plain: Plain, sendFailed: Plain): Wording {
  if (platform === 'nx-os') {
    return plain(why === 'off' ? `${SEND}(fail to establish IPC connect with call-home)` : SEND)
  }
  if (platform === 'ios-xr') return plain(SEND, { trace: '' })
  if (why === 'several') return sendFailed('ERR 205 : Request Aborted')
  const line = why === 'user-profile' ? USER_PROFILE : why === 'no-reporting' ? NO_REPORTING : ''
  return plain(NO_TRANSPORT, {
    before: line === '' ? [] : [['CALL_HOME-3-CALL_HOME_FAILED_TO_ENABLE', line]],
  })
}

function tlsFailed(why: 'issuer' | 'name', platform: Platform, plain: Plain, sendFailed: Plain): Wording {
  const invalid = ['PKI-3-CERTIFICATE_INVALID', 'Certificate chain validation has failed.'] as const
  const trace = 'SSL certificate problem'
  if (platform === 'nx-os') {
    return why === 'issuer' ? plain('SSL peer certificate cannot be validated') : sendFailed('')
  }
  if (platform === 'ios-xr')
    return why === 'issuer'
      ? plain('SSL peer certificate cannot be validated', { trace })
      : sendFailed('', { trace })
  return sendFailed('ERR 205 : Request Aborted', { before: why === 'issuer' ? [invalid] : [] })
}

/** Smart Licensing Using Policy, transports smart and cslu. */
export function policyReason(stop: Stop): string {
  switch (stop.at) {
    case 'mode':
    case 'profile':
    case 'url':
      return NO_TRANSPORT
    case 'dns':
    case 'silence':
      return 'Unable to resolve server hostname/domain name'
    case 'connect':
      return 'Timeout was reached'
    case 'answer':
      return 'Received empty response from server'
    case 'tls':
    case 'crl':
      return 'Cannot establish secure connection because server TLS cert cannot be validated'
    case 'clock':
      return 'Timestamp mismatch'
  }
}
