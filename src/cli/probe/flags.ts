// Flags of what this computer probes by itself.
import { Flags } from '@oclif/core'
import type { ProbeSettings } from '../../app/probe/attach.ts'
import { present } from '../../inventory/settings.ts'
import { checkAddresses } from './words.ts'

const PROBE = 'PROBE'

/** How it is done; `probe` and `check --probe` have them. */
export const probingFlags = {
  'probe-rate': Flags.integer({
    summary: 'packets and connections a second, at most (default: 20)',
    min: 1,
    max: 1_000,
    helpValue: 'N',
    helpGroup: PROBE,
  }),
  'probe-timeout': Flags.integer({
    summary: 'wait so long for each answer (default: 5)',
    min: 1,
    max: 60,
    helpValue: 'SECONDS',
    helpGroup: PROBE,
  }),
  'probe-crl': Flags.boolean({
    summary:
      'fetch revocation lists from any public host a certificate names, not only from known authorities and the domain of the server',
    helpGroup: PROBE,
  }),
  'proxy-user': Flags.string({
    summary: 'user name for the proxy; the password comes from SMARTLIC_PROXY_PASSWORD',
    helpValue: 'NAME',
    helpGroup: PROBE,
  }),
}

export const probeFlag = {
  probe: Flags.boolean({
    summary:
      'test the path from this computer, too, and compare: name servers, connection, proxy, TLS, revocation lists, endpoint, time',
    helpGroup: PROBE,
  }),
}

interface Values {
  readonly 'probe-rate'?: number | undefined
  readonly 'probe-timeout'?: number | undefined
  readonly 'probe-crl'?: boolean
  readonly 'proxy-user'?: string | undefined
  readonly bind?: string | undefined
  readonly deadline?: number | undefined
}

export function probeSettings(
  flags: Values,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Omit<ProbeSettings, 'note'> {
  const proxyCredentials = credentials(flags['proxy-user'], env['SMARTLIC_PROXY_PASSWORD'])
  if (flags.bind !== undefined) checkAddresses([flags.bind], '--bind')
  const seconds = flags['probe-timeout']
  return {
    ...present('signal', signal),
    anyCrlHost: flags['probe-crl'] === true,
    ...present('rate', flags['probe-rate']),
    ...present('timeoutMs', seconds === undefined ? undefined : seconds * 1_000),
    ...present('deadlineMs', flags.deadline === undefined ? undefined : flags.deadline * 1_000),
    ...present('bind', flags.bind),
    ...present('map', env['SMARTLIC_PROBE_MAP']),
    ...present('servers', ownServersIn(env)),
    ...present('proxyCredentials', proxyCredentials),
  }
}

function credentials(
  user: string | undefined,
  password: string | undefined,
): { user: string; password: string } | undefined {
  if (user === undefined) return undefined
  if (user.includes(':')) throw new Error('--proxy-user: a name with a colon cannot be sent to a proxy')
  if (password === undefined)
    throw new Error(`--proxy-user ${user} has no password: set SMARTLIC_PROXY_PASSWORD`)
  return { user, password }
}

/** SMARTLIC_PROBE_SERVERS=ADDRESS,...: in place of the name servers of the system. */
function ownServersIn(env: NodeJS.ProcessEnv): { address: string }[] | undefined {
  const text = env['SMARTLIC_PROBE_SERVERS']
  if (text === undefined) return undefined
  const addresses = text
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '')
  return checkAddresses(addresses, 'SMARTLIC_PROBE_SERVERS').map(address => ({ address }))
}
