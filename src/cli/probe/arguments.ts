// What a person wants probed: saved output, hosts, or a path named by hand.
import { stat } from 'node:fs/promises'
import { besideFlags } from '../bundle/flags.ts'
import { jobFlags, notifyFlags } from '../cron-flags.ts'
import { deviceFlags } from '../device-flags.ts'
import { unreachableFlag } from '../flags.ts'
import { loginFlags, runFlags, sshFlags } from '../login-flags.ts'
import { checkAddresses, checkHosts, checkUrl, proxyOf, serverHost } from './words.ts'

export interface NamedPath {
  readonly url: string
  readonly proxy?: { readonly host: string; readonly port: number }
  readonly servers: readonly string[]
  readonly ntp: readonly string[]
}

export type Asked =
  | { readonly kind: 'saved' }
  | { readonly kind: 'hosts' }
  | { readonly kind: 'path'; readonly path: NamedPath }

/** The usual URL of each method; the last three are on a server of one's own. */
const USUAL = {
  direct: { host: 'tools.cisco.com', path: '/its/service/oddce/services/DDCEService' },
  smart: { host: 'smartreceiver.cisco.com', path: '/licservice/license' },
  'on-prem': { host: '', path: '/SmartTransport' },
  gateway: { host: '', path: '/Transportgateway/services/DeviceRequestHandler' },
  cslu: { host: '', path: '/cslu/v1/pi' },
} as const

interface PathFlags {
  readonly url?: string | undefined
  readonly method?: keyof typeof USUAL | undefined
  readonly 'server-host'?: string | undefined
  readonly proxy?: string | undefined
  readonly server?: readonly string[] | undefined
  readonly ntp?: readonly string[] | undefined
}

/** @throws Error when the flags do not go together */
export function namedPath(flags: PathFlags): NamedPath | undefined {
  const { url, method, proxy, server = [], ntp = [] } = flags
  const given = url ?? (method === undefined ? undefined : usualUrl(method, flags['server-host']))
  if (given === undefined) {
    if (proxy !== undefined || server.length > 0 || ntp.length > 0)
      throw new Error('--proxy, --server and --ntp belong to a path named by hand: add --url or --method')
    return undefined
  }
  return {
    url: checkUrl(given),
    ...(proxy === undefined ? {} : { proxy: proxyOf(proxy) }),
    servers: checkAddresses(server, '--server'),
    ntp: checkHosts(ntp, '--ntp'),
  }
}

function usualUrl(method: keyof typeof USUAL, own: string | undefined): string {
  const { host, path } = USUAL[method]
  const where = own === undefined ? host : serverHost(own)
  if (where === '') throw new Error(`--method ${method} needs --server-host: name your server`)
  // CSLU listens on 8182 without TLS (vendor guide of the CSLU).
  return method === 'cslu'
    ? `http://${where}${/:\d+$/.test(where) ? '' : ':8182'}${path}`
    : `https://${where}${path}`
}

/** @throws Error when the words are of two kinds, or there is nothing to probe */
export async function argumentsOf(
  words: readonly string[],
  path: NamedPath | undefined,
  inventory: boolean,
): Promise<Asked> {
  if (path !== undefined) {
    if (words.length > 0) throw new Error('give --url or --method, or files and hosts, not both')
    return { kind: 'path', path }
  }
  if (words.length === 0) {
    if (inventory) return { kind: 'hosts' }
    throw new Error('nothing to probe: name saved output, a host, or a path with --url')
  }
  const files = await Promise.all(words.map(async word => word === '-' || (await exists(word))))
  if (files.every(one => one)) return { kind: 'saved' }
  const missing = words.find((_, at) => files[at] === false) ?? ''
  if (files.some(one => one))
    throw new Error(`${missing} is no file, others are: probe saved output and hosts one after the other`)
  const meant = words.find(word => FILE_NAME.test(word))
  if (meant !== undefined)
    throw new Error(`there is no file ${meant}: check its name, or name a host to log in to`)
  return { kind: 'hosts' }
}

/** Nobody calls a device so; a path has slashes. An inventory (@FILE) has a flag of its own. */
const FILE_NAME = /^[^@]*([/\\]|\.(txt|log|cfg|conf|out|json|ya?ml|csv|tar|tgz|gz)$)/i

/** Flags of a login or of a job that saved output and a path named by hand have as well. */
const SHARED: ReadonlySet<string> = new Set(['bind', 'deadline', 'quiet'])

/** @throws Error when a flag is given that only a run over hosts heeds */
export function assertNoHostFlags(given: readonly string[]): void {
  const groups = [
    deviceFlags,
    loginFlags,
    sshFlags,
    runFlags,
    besideFlags,
    jobFlags,
    notifyFlags,
    unreachableFlag,
  ]
  const ofHosts = new Set(groups.flatMap(flags => Object.keys(flags)))
  const stray = given.find(name => ofHosts.has(name) && !SHARED.has(name))
  if (stray !== undefined)
    throw new Error(`--${stray} is for hosts: nothing logs in where saved output or a path is probed`)
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
