// Is every certificate of the path valid at a moment, given how sure the moment is?
import type { TlsCertificate, ValidityJudgement } from '../../../model/probe/tls.ts'

/** A clock's time. */
export interface Moment {
  /** Milliseconds since 1970, UTC. */
  readonly ms: number
  /** How far it may be off to either side, e.g. 14 hours when the zone is not known. */
  readonly uncertainMs?: number
}

/** The first certificate that is surely not valid, else the first that may not be. `path` holds places in the chain. */
export function judgeValidity(
  chain: readonly TlsCertificate[],
  path: readonly number[],
  moment: Moment,
): ValidityJudgement {
  const slack = moment.uncertainMs ?? 0
  let doubt: ValidityJudgement | undefined
  for (const place of path) {
    const certificate = chain[place]
    if (certificate === undefined) continue
    const { notBefore, notAfter } = certificate
    const [start, stop] = [Date.parse(notBefore), Date.parse(notAfter)]
    if (moment.ms - slack > stop) return { verdict: 'expired', certificate: place, limit: notAfter }
    if (moment.ms + slack < start) return { verdict: 'not-yet-valid', certificate: place, limit: notBefore }
    if (moment.ms + slack > stop) doubt ??= { verdict: 'uncertain', certificate: place, limit: notAfter }
    if (moment.ms - slack < start) doubt ??= { verdict: 'uncertain', certificate: place, limit: notBefore }
  }
  return doubt ?? { verdict: 'valid' }
}
