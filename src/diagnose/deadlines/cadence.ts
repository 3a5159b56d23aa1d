// How often a device tries, by state and platform: one table, each row with its source.
import { PLATFORMS, type Platform } from '../../model/platform.ts'
import type { DeadlineKind } from '../../model/report.ts'

const NEXUS = 'Cisco: Configure and troubleshoot Smart Licensing on Nexus switches'
const CATALYST = 'Cisco: Troubleshoot Smart Licensing on Catalyst platforms'
const ASR9K = 'Cisco: Smart Licensing on ASR 9000 routers (IOS XR)'
const POLICY = 'Cisco: Configure Smart Licensing Using Policy on IOS XE'

/** What the device is doing about a deadline. */
export type Effort =
  | 'renewing'
  | 'failing'
  | 'out-of-compliance'
  | 'expired'
  | 'registering'
  | 'waiting-for-token'
  | 'by-hand'

export interface Cadence {
  readonly kinds: readonly DeadlineKind[]
  readonly effort: Effort
  readonly platforms: readonly Platform[]
  /** Follows `Next try ...; `. `{days}` is the device's own report interval. */
  readonly text: string
  readonly source: string
  /** False: no vendor source states it; it is shown with that word. */
  readonly confirmed: boolean
}

function row(
  kinds: readonly DeadlineKind[],
  effort: Effort,
  platforms: readonly Platform[],
  text: string,
  source: string,
  confirmed = true,
): Cadence {
  return { kinds, effort, platforms, text, source, confirmed }
}

const AGENT = ['ios-xe', 'nx-os'] as const
const NX = ['nx-os'] as const
const XR = ['ios-xr'] as const
const XR_CONTACT = 'tried again every 20 minutes for 4 hours, then daily for 30 days'

export const CADENCES: readonly Cadence[] = [
  row(['authorization'], 'renewing', PLATFORMS, 'renewed every 30 days', `${NEXUS}; ${CATALYST}`),
  row(['authorization'], 'failing', AGENT, 'tried again every 23 hours', NEXUS),
  row(['authorization'], 'failing', XR, XR_CONTACT, ASR9K),
  // The same guide also speaks of one renewal request a day in this state.
  row(
    ['authorization'],
    'out-of-compliance',
    AGENT,
    'tried again every 15 minutes for 2 hours, then every 4 hours',
    NEXUS,
  ),
  row(['authorization'], 'out-of-compliance', XR, 'compliance is checked daily', ASR9K),
  row(
    ['authorization'],
    'expired',
    PLATFORMS,
    'tried again hourly until the ID certificate expires',
    `${NEXUS}; ${CATALYST}`,
  ),
  row(['registration'], 'renewing', PLATFORMS, 'renewed after six months', NEXUS),
  row(
    ['registration'],
    'failing',
    PLATFORMS,
    'tried again hourly until it succeeds or the certificate expires',
    NEXUS,
  ),
  row(['evaluation'], 'registering', NX, 'tried again every 15 minutes for 4 hours, then hourly', NEXUS),
  row(['evaluation'], 'registering', XR, XR_CONTACT, ASR9K),
  row(
    ['evaluation'],
    'waiting-for-token',
    PLATFORMS,
    'nothing is tried until a token registers the device',
    `${NEXUS}; ${CATALYST}`,
  ),
  row(
    ['ack', 'push'],
    'renewing',
    PLATFORMS,
    'reported every {days} days',
    'the output: Reporting push interval',
  ),
  row(
    ['ack', 'push'],
    'failing',
    PLATFORMS,
    'tried again for about 4 hours, then every 15 minutes',
    'no vendor text; general knowledge of the agent',
    false,
  ),
  row(
    ['ack'],
    'by-hand',
    PLATFORMS,
    'nothing is sent by itself: save the report to a file, upload it, import the acknowledgement',
    POLICY,
  ),
  row(
    ['trust_code'],
    'renewing',
    PLATFORMS,
    'renewed about every six months while connected',
    'no vendor text; general knowledge of the agent',
    false,
  ),
]

/** The clause for a state; '' where no source tells, or the platform is not known. */
export function cadenceText(
  kind: DeadlineKind,
  effort: Effort | undefined,
  platform: string | undefined,
  days: number | undefined,
): string {
  const found = CADENCES.find(
    one =>
      one.kinds.includes(kind) &&
      one.effort === effort &&
      (one.platforms === PLATFORMS || one.platforms.some(name => name === platform)),
  )
  if (found === undefined) return ''
  if (found.text.includes('{days}') && (days === undefined || days === 0)) return ''
  const text = found.text.replace('{days}', String(days)).replace(/\b1 days$/, '1 day')
  return found.confirmed ? text : `${text} (unconfirmed)`
}
