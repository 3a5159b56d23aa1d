// The plain way to a host: its name looked up by this computer, each address tried in turn. Checks no host.
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { TcpOutcome } from '../../model/probe/tcp.ts'
import type { ProbeContext } from '../context.ts'
import { openTcp } from '../tcp/open.ts'
import { codeOf } from '../tcp/outcome.ts'
import { whenStopped } from '../tcp/stop.ts'
import type { NotOpened, OpenStream } from './ask.ts'

const MAX_ADDRESSES = 4

/** The first address that accepts. */
export const openDirectly: OpenStream = async ({ host, port }, ctx) => {
  const end = performance.now() + ctx.timeoutMs
  const addresses = await addressesOf(host, ctx)
  if (!Array.isArray(addresses)) return addresses
  let problem: NotOpened = { outcome: 'not-found', detail: 'the name has no address' }
  for (const address of addresses.slice(0, MAX_ADDRESSES)) {
    const { socket, attempt } = await openTcp(
      { address, port },
      { ...ctx, timeoutMs: Math.max(1, end - performance.now()) },
    )
    if (socket !== undefined) return socket
    problem = notOpened(attempt.outcome, `${address}: ${attempt.code ?? attempt.outcome}`)
  }
  return problem
}

/** What a failed connection is called here. */
export function notOpened(outcome: TcpOutcome, detail: string): NotOpened {
  if (outcome === 'refused' || outcome === 'timed-out' || outcome === 'reset' || outcome === 'cancelled') {
    return { outcome, detail }
  }
  return { outcome: 'unreachable', detail }
}

function addressesOf(host: string, ctx: ProbeContext): Promise<string[] | NotOpened> {
  if (isIP(host) !== 0) return Promise.resolve([host])
  return new Promise(resolve => {
    const letBe = whenStopped(ctx.signal, ctx.timeoutMs, outcome =>
      resolve({ outcome, detail: 'the name was not resolved in time' }),
    )
    lookup(host, { all: true }).then(
      found => {
        letBe()
        resolve(found.map(one => one.address))
      },
      (error: unknown) => {
        letBe()
        resolve({ outcome: 'not-found', detail: `the name has no address (${codeOf(error)})` })
      },
    )
  })
}
