// Where the device itself says that its messages stop: the hop its failure texts speak of.
import type { RuleContext } from '../../model/facts/store.ts'
import type { Hop } from '../../model/hop.ts'
import type { Derivation } from './derivation.ts'

/**
 * Texts that name a hop. Not here: `Fail to send out Call Home HTTP message`, `ERR 205 : Request Aborted`, `NO REPLY`
 * and `Waiting for reply`, which a break anywhere on the way produces.
 */
const STOPS: readonly { readonly hop: Hop; readonly shape: RegExp }[] = [
  {
    hop: 'profile',
    shape: /transport (is )?not available|transport is disabled in call-home|IPC connect with call-home/i,
  },
  {
    hop: 'url',
    shape: /(received )?empty response from server|fail to parse response data( from SCH server)?/i,
  },
  { hop: 'proxy', shape: /could ?n.t resolve proxy|proxy authentication required/i },
  {
    hop: 'dns',
    shape: /unable to resolve server host[a-z/ ]{0,20}|host name resolution failed|could ?n.t resolve host/i,
  },
  { hop: 'crl', shape: /CRL fetch for trustpoint (SLA-TrustPoint|Trustpool) failed/i },
  {
    hop: 'clock',
    shape:
      /device date .{0,40}offset beyond[a-z ]{0,30}|timestamp mismatch|is not yet valid|INVALID_NOT_YET_VALID/i,
  },
  {
    hop: 'tls',
    shape:
      /(server )?TLS cert(ificate)? cannot be validated|SSL peer certificate[a-z ]{0,60}|certificate (chain )?(verify|verification|validation) (has )?failed|^CERTIFICATE_INVALID\w{0,40}/i,
  },
  {
    hop: 'tcp',
    shape:
      /ERR 207( : [a-z ]{1,40})?|connection timed? ?out|connection refused|time ?out was reached|could ?n.t connect to server/i,
  },
]

/** A certificate was shown, so TCP opened and something spoke TLS. */
export const CERTIFICATE_SHOWN =
  /TLS cert(ificate)? cannot be validated|SSL peer certificate|certificate chain validation|^CERTIFICATE_INVALID/i

export interface Stop {
  readonly hop: Hop
  /** The device's words that name the hop. */
  readonly words: string
  /** The whole text they stand in. */
  readonly text: string
}

/** The hop one failure text speaks of. */
export function stopIn(text: string): Stop | undefined {
  for (const { hop, shape } of STOPS) {
    const words = shape.exec(text)?.[0]
    if (words !== undefined) return { hop, words: words.trim(), text }
  }
  return undefined
}

/** The state's reasons are of the last try; of the log the newest line that names a hop. */
export function newestStop(reasons: readonly string[], log: readonly string[]): Stop | undefined {
  for (const text of [...reasons, ...[...log].reverse()]) {
    const stop = stopIn(text)
    if (stop !== undefined) return stop
  }
  return undefined
}

function firstBrokenHop(facts: RuleContext): string | undefined {
  const { failing_now, failure_reasons, log_failures } = facts.derived ?? {}
  if (failing_now === false) return ''
  if (failing_now === undefined || failure_reasons === undefined) return undefined
  const said = newestStop(failure_reasons, [])
  if (said !== undefined) return said.hop
  return log_failures === undefined ? undefined : (newestStop([], log_failures)?.hop ?? '')
}

export const stopDerivations: readonly Derivation[] = [
  {
    path: 'derived.first_broken_hop',
    reads: ['derived.failing_now', 'derived.failure_reasons', 'derived.log_failures'],
    compute: firstBrokenHop,
  },
]
