// What a TLS handshake with a licensing server showed, and what it means for the device: plain data.

/**
 * How the handshake ended.
 *   ok                 it went through, whatever is to be said of the certificates
 *   version-refused    the two sides have no TLS version in common
 *   no-common-cipher   they have no cipher in common, or the server refused every offer with `handshake_failure`
 *   cert-refused       the server wants a certificate from the client, or refused the one it got
 *   name-refused       the server knows no such host name (`unrecognized_name`)
 *   not-tls            something else answered, e.g. plain HTTP
 *   bad-answer         it began as TLS, but broke the rules or the limits
 *   refused, unreachable, not-found   no connection: refused; no route; the name has no address here
 *   reset, closed, timed-out, cancelled   the other side ended it; nothing came in time; the caller stopped
 */
export const TLS_OUTCOMES = [
  'ok',
  'version-refused',
  'no-common-cipher',
  'cert-refused',
  'name-refused',
  'not-tls',
  'bad-answer',
  'refused',
  'unreachable',
  'not-found',
  'reset',
  'closed',
  'timed-out',
  'cancelled',
] as const
export type TlsOutcome = (typeof TLS_OUTCOMES)[number]

export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
export type TlsVersion = (typeof TLS_VERSIONS)[number]

/** An alternative name of a certificate. `ip` is written as Node writes addresses. */
export interface SubjectAltName {
  readonly kind: 'dns' | 'ip' | 'uri' | 'email' | 'other'
  readonly value: string
}

/** One certificate as it was served. Texts are as received (may hold anything), each at most 200 characters, URLs 2,001. */
export interface TlsCertificate {
  /** `CN=tools.cisco.com, O=Cisco Systems Inc.` in the certificate's order. */
  readonly subject: string
  readonly issuer: string
  readonly commonNames: readonly string[]
  readonly altNames: readonly SubjectAltName[]
  /** ISO 8601 in UTC. */
  readonly notBefore: string
  readonly notAfter: string
  /** Upper-case hexadecimal digits without colons. */
  readonly serial: string
  readonly sha256: string
  readonly sha1: string
  readonly isCa: boolean
  /** Subject and issuer are the same and its own key made the signature. */
  readonly selfSigned: boolean
  readonly keyType: 'rsa' | 'ec' | 'ed25519' | 'ed448' | 'dsa' | 'other'
  /** Bits of the key; 0 when not known. */
  readonly keyBits: number
  /** E.g. sha256WithRSAEncryption; the OID when it has no known name. */
  readonly signatureAlgorithm: string
  readonly crlUrls: readonly string[]
  readonly ocspUrls: readonly string[]
  readonly issuerUrls: readonly string[]
  /** The whole certificate, base64 of its DER. */
  readonly der: string
}

/** What was offered: what the device can do. */
export interface TlsOffer {
  readonly serverName: string
  readonly minVersion: TlsVersion
  readonly maxVersion: TlsVersion
  /** OpenSSL cipher list; missing: all this computer knows. */
  readonly ciphers?: string
}

export interface TlsProbe {
  readonly outcome: TlsOutcome
  /** One sentence for a person: what happened. */
  readonly detail: string
  readonly offered: TlsOffer
  /** Where it connected to; missing on a stream that was handed over. */
  readonly address?: string
  readonly port?: number
  /** What was agreed. */
  readonly protocol?: TlsVersion
  readonly cipher?: string
  /** Name of the alert the server sent, e.g. handshake_failure. */
  readonly alert?: string
  /** First line of an answer that is not TLS, at most 200 characters. */
  readonly plainAnswer?: string
  /** In the order they came, the server's own first; empty when none came. */
  readonly chain: readonly TlsCertificate[]
  /** TLS 1.3 hides the chain as served: it is what could be linked from the server's certificate on. */
  readonly chainLinked: boolean
  /** Certificates that were left out: unreadable, over 16 KB, or beyond the twentieth. */
  readonly chainSkipped: number
  readonly durationMs: number
}

export const NAME_VERDICTS = ['match', 'wildcard', 'common-name-only', 'mismatch', 'unusable'] as const

/**
 * Does the certificate name the host of the URL?
 *   match             an alternative name is the host; for an address, an `ip` alternative name
 *   wildcard          an alternative name with `*` covers it
 *   common-name-only  only the common name fits: fine for IOS and IOS XE, whose On-Prem set-up asks for a CN that is the
 *                     URL's host or address; clients that go by RFC 6125 refuse it
 *   mismatch          it names others
 *   unusable          it names nobody
 */
export type NameVerdict = (typeof NAME_VERDICTS)[number]

export interface NameJudgement {
  readonly verdict: NameVerdict
  readonly host: string
  readonly hostIsAddress: boolean
  /** The name in the certificate that fits; '' when none does. */
  readonly by: string
  /** All names of the certificate, alternative names first; at most 20. */
  readonly named: readonly string[]
}

export const VALIDITY_VERDICTS = ['valid', 'expired', 'not-yet-valid', 'uncertain'] as const
/** `uncertain`: the clock's own doubt (an unknown time zone) reaches across the limit. */
export type ValidityVerdict = (typeof VALIDITY_VERDICTS)[number]

export interface ValidityJudgement {
  readonly verdict: ValidityVerdict
  /** The first certificate of the path that is not valid; undefined when all are. */
  readonly certificate?: number
  readonly limit?: string
}

export const CHAIN_VERDICTS = [
  'complete',
  'root-left-out',
  'missing-intermediate',
  'issuer-missing',
  'self-signed',
  'empty',
] as const
/**
 *   complete              it ends with a root that was served
 *   root-left-out         all but the root is there, which is usual and right
 *   missing-intermediate  the issuer of the last linked certificate was not served, is no root known here, and what the
 *                         certificate says of itself (where to get its issuer) shows that it is no private root
 *   issuer-missing        the same, but it may be a private root, which may be left out where the device holds it
 *   self-signed           the server's own certificate signs itself
 */
export type ChainVerdict = (typeof CHAIN_VERDICTS)[number]

export const ISSUER_CLASSES = ['public', 'cisco', 'private', 'interception', 'unknown'] as const
/**
 *   public        a root that Node ships signed the path
 *   cisco         one of Cisco's own roots signed it, by fingerprint; see `byName`
 *   private       another authority: an on-premises or company CA, or the server itself
 *   interception  the host is Cisco's, and neither a public nor a Cisco root signed the path
 *   unknown       no certificate, or the path ends before a root
 */
export type IssuerClass = (typeof ISSUER_CLASSES)[number]

/** A root the device needs. */
export interface NeededRoot {
  readonly subject: string
  /** Certificate data when it is known here or was served. */
  readonly serial?: string
  readonly sha256?: string
  readonly sha1?: string
  /** Known to Node, one of Cisco's, served by the server, or only named by the last certificate. */
  readonly from: 'public' | 'cisco' | 'served' | 'named'
  /** Base64 of its DER when it is at hand. */
  readonly der?: string
}

/** What is weak about a certificate of the path. */
export interface TlsWeakness {
  readonly certificate: number
  readonly kind: 'key' | 'signature'
  /** E.g. `RSA 1024 bits`, `sha1WithRSAEncryption`. */
  readonly what: string
}

/** Does the device hold what the path needs? */
export interface DeviceTrust {
  readonly holds: 'yes' | 'no' | 'unknown'
  /** `trustpool` or the trustpoint's name; '' when it does not. */
  readonly where: string
  /** The device has the QuoVadis root of old and lacks the IdenTrust root the path needs. */
  readonly quovadisOnly: boolean
  readonly reason: string
}

/** All that can be said of a handshake without asking anybody again. */
export interface TlsJudgement {
  readonly names: NameJudgement
  /** By this computer's clock. */
  readonly validHere: ValidityJudgement
  /** By the device's clock; missing when that is not known. */
  readonly validOnDevice?: ValidityJudgement
  readonly chain: ChainVerdict
  /** The certificates came in another order than server, issuer, issuer's issuer. */
  readonly outOfOrder: boolean
  /** Served certificates that are no part of the path. */
  readonly unused: number
  /** The certificates of the path as places in `TlsProbe.chain`, the server's own first. */
  readonly path: readonly number[]
  /** Issuer named by the last certificate of the path when nobody has it; else ''. */
  readonly missingIssuer: string
  readonly issuer: IssuerClass
  readonly selfSigned: boolean
  /** Product whose name the issuer carries; a hint and never proof. '' when none. */
  readonly interceptor: string
  readonly root?: NeededRoot
  readonly weak: readonly TlsWeakness[]
  readonly device: DeviceTrust
}
