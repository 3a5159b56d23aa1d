// All that can be said of a handshake without asking anybody again: names, validity, path, issuer, root, device.
import type { NeededRoot, TlsCertificate, TlsJudgement } from '../../model/probe/tls.ts'
import { readCertificate } from './certificate.ts'
import { type DeviceStore, judgeDevice } from './judge/device.ts'
import { interceptor, isCiscoHost, issuerClass } from './judge/issuer.ts'
import { judgeNames } from './judge/names.ts'
import { findPath, type Path } from './judge/path.ts'
import { judgeValidity, type Moment } from './judge/validity.ts'
import { weaknesses } from './judge/weakness.ts'

export interface JudgedAgainst {
  /** Host of the URL: a name or an address. */
  readonly host: string
  /** This computer's clock. */
  readonly now: Moment
  /** The device's clock. */
  readonly device?: Moment
  readonly store?: DeviceStore
}

/** Judges the certificates of a handshake, in whatever way it ended; with none, all answers are "empty" or unknown. */
export async function judge(chain: readonly TlsCertificate[], against: JudgedAgainst): Promise<TlsJudgement> {
  const path = findPath(chain, isCiscoHost(against.host))
  const root = await neededRoot(chain, path)
  const issuer = issuerClass(chain, path, against.host)
  return {
    names: judgeNames(chain[0], against.host),
    validHere: judgeValidity(chain, path.places, against.now),
    ...(against.device === undefined
      ? {}
      : { validOnDevice: judgeValidity(chain, path.places, against.device) }),
    chain: path.verdict,
    outOfOrder: path.outOfOrder,
    unused: chain.filter((one, place) => !path.places.includes(place) && one.sha256 !== root?.sha256).length,
    path: path.places,
    missingIssuer: path.missingIssuer,
    issuer,
    selfSigned: path.verdict === 'self-signed',
    interceptor: issuer === 'interception' ? interceptor(chain, path) : '',
    ...(root === undefined ? {} : { root }),
    weak: weaknesses(chain, path.places),
    device: judgeDevice(chain, path.places, root, against.store),
  }
}

async function neededRoot(chain: readonly TlsCertificate[], path: Path): Promise<NeededRoot | undefined> {
  const end = chain[path.places.at(-1) ?? -1]
  if (end === undefined) return undefined
  const known = path.known === undefined ? undefined : await readCertificate(path.known.certificate.raw)
  if (known !== undefined && path.known !== undefined) return { ...brief(known), from: path.known.from }
  return end.selfSigned ? { ...brief(end), from: 'served' } : { subject: end.issuer, from: 'named' }
}

function brief({ subject, serial, sha256, sha1, der }: TlsCertificate): Omit<NeededRoot, 'from'> {
  return { subject, serial, sha256, sha1, der }
}
