// What revocation lists and OCSP responders said of a chain, and what a device would make of it: plain data.

/** Why a list or an answer was not had, whichever was asked for. */
const FETCH_FAILURES = [
  'malformed',
  'html-answer',
  'too-large',
  'http-error',
  'redirect-refused',
  'bad-answer',
  'not-allowed',
  'unsupported-scheme',
  'refused',
  'unreachable',
  'not-found',
  'reset',
  'timed-out',
  'cancelled',
] as const

/**
 *   good                the list is sound, fresh and does not name the certificate
 *   revoked             it names the certificate
 *   stale, not-yet-valid   the list is outside its own time
 *   bad-signature       the issuer's key did not make its signature
 *   wrong-issuer        another authority made it
 *   unverified          the issuer's certificate is not at hand, so nothing can be checked
 *   not-covering        it covers other certificates only (issuingDistributionPoint), or is a delta or indirect list
 *   malformed           no revocation list
 *   html-answer         a web page came instead: a portal or a proxy's error page
 *   too-large           longer than the limit
 *   http-error          the status is not 200, see httpStatus
 *   redirect-refused    it is said to be elsewhere: on another host, by another scheme, or for the second time
 *   bad-answer          the answer breaks HTTP
 *   not-allowed         the caller does not want this host to be asked
 *   unsupported-scheme  ldap and the like: a device may be able to, this computer does not try
 *   refused, unreachable, not-found, reset, timed-out, cancelled   no answer
 */
export const CRL_OUTCOMES = [
  'good',
  'revoked',
  'stale',
  'not-yet-valid',
  'bad-signature',
  'wrong-issuer',
  'unverified',
  'not-covering',
  ...FETCH_FAILURES,
] as const
export type CrlOutcome = (typeof CRL_OUTCOMES)[number]

/** RFC 5280, 5.3.1; `unspecified` also when the list gives none. */
export const REVOCATION_REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const
export type RevocationReason = (typeof REVOCATION_REASONS)[number]

interface Fetched {
  /** Place in the chain that was checked, the server's own certificate first. */
  readonly certificate: number
  readonly subject: string
  readonly serial: string
  /** As in the certificate, at most 200 characters. */
  readonly url: string
  /** One sentence for a person. */
  readonly detail: string
  readonly httpStatus?: number
  /** Where a redirect led. */
  readonly location?: string
  /** Bytes of the answer's body. */
  readonly bytes: number
  readonly durationMs: number
  readonly revokedAt?: string
  readonly reason?: RevocationReason
  /** ISO 8601 in UTC. */
  readonly thisUpdate?: string
  readonly nextUpdate?: string
}

/** One distribution point of one certificate. */
export interface CrlCheck extends Fetched {
  readonly outcome: CrlOutcome
  /** Who made the list. */
  readonly issuer?: string
  /** Certificates it names. */
  readonly entries?: number
}

/**
 *   good, revoked, unknown   signed answers about the certificate
 *   try-later, unauthorized, error   unsigned answers: busy; not about this certificate; any other error status
 *   stale, not-yet-valid     outside its own time
 *   bad-signature            neither the issuer nor its delegate signed it
 *   wrong-certificate        the answer is about another certificate
 *   wrong-nonce              it answers another question
 *   unverified               the issuer's certificate is not at hand
 * The rest as for lists.
 */
export const OCSP_OUTCOMES = [
  'good',
  'revoked',
  'unknown',
  'try-later',
  'unauthorized',
  'error',
  'stale',
  'not-yet-valid',
  'bad-signature',
  'wrong-certificate',
  'wrong-nonce',
  'unverified',
  ...FETCH_FAILURES,
] as const
export type OcspOutcome = (typeof OCSP_OUTCOMES)[number]

/** One responder asked about one certificate. */
export interface OcspCheck extends Fetched {
  readonly outcome: OcspOutcome
  /** Who signed the answer. */
  readonly responder?: string
  /** The responder repeated the question's nonce; many do not, which is allowed. */
  readonly nonce?: boolean
}

/** A certificate that was to be checked, and where its revocation could be asked. */
export interface RevocationTarget {
  readonly certificate: number
  readonly subject: string
  readonly crlUrls: readonly string[]
  readonly ocspUrls: readonly string[]
}

export interface RevocationProbe {
  /** Every certificate of the path but the root. */
  readonly targets: readonly RevocationTarget[]
  readonly crl: readonly CrlCheck[]
  readonly ocsp: readonly OcspCheck[]
}

export const REVOCATION_METHODS = ['crl', 'ocsp', 'none'] as const
export type RevocationMethod = (typeof REVOCATION_METHODS)[number]

/**
 * What a device with the given `revocation-check` line meets on this path.
 *   accepted    a method answers that nothing is revoked
 *   unchecked   the methods fail and `none` lets the certificate pass
 *   refused     a certificate is revoked, or every method fails and nothing follows
 *   unknown     the outcome depends on what this computer could not see
 */
export const DEVICE_REVOCATION_VERDICTS = ['accepted', 'unchecked', 'refused', 'unknown'] as const
export type DeviceRevocationVerdict = (typeof DEVICE_REVOCATION_VERDICTS)[number]

export interface RevocationConclusion {
  readonly methods: readonly RevocationMethod[]
  readonly verdict: DeviceRevocationVerdict
  /** A certificate is revoked: the refusal is right and no setting should hide it. */
  readonly revoked: boolean
  /** Methods fail by waiting (no answer in time), so each connection of the device is held up. */
  readonly waits: boolean
  /** The certificate that decides, as a place in the chain; missing when there is none. */
  readonly certificate?: number
  /** The URL that decides; '' when none. */
  readonly url: string
  /** One sentence for a person. */
  readonly reason: string
}
