// Certificate authorities made by openssl for one test: they issue certificates good and bad, revoke, and publish lists.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files of a certificate; `chain` holds it and the authorities above it but the root, as a server sends them. */
export interface Issued {
  readonly cert: string
  readonly key: string
  readonly chain: string
}

export interface Wanted {
  /** Subject as openssl writes it; /CN=NAME when not given. */
  readonly subject?: string
  /** Alternative names, e.g. DNS:ssm.example.test or IP:127.0.0.1. */
  readonly names?: readonly string[]
  /** Days from now; by default valid since yesterday for a month. */
  readonly fromDay?: number
  readonly untilDay?: number
  readonly rsaBits?: number
  readonly digest?: 'sha1' | 'sha256'
  /** Where the revocation list is said to be. */
  readonly crl?: readonly string[]
  readonly ocsp?: string
  /** Where the issuer's certificate is said to be. */
  readonly issuerAt?: string
  readonly ocspSigning?: boolean
}

export interface WantedList {
  readonly fromDay?: number
  readonly untilDay?: number
  readonly format?: 'DER' | 'PEM'
}

const DAY_MS = 86_400_000

export function openssl(...args: string[]): Buffer {
  return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** `261231235959Z`, the form of `openssl ca`. */
function stamp(day: number): string {
  const iso = new Date(Date.now() + day * DAY_MS).toISOString()
  return `${iso.replace(/[-:T]/g, '').slice(2, 14)}Z`
}

/** An authority in a folder of its own below `dir`. */
export class Authority {
  readonly name: string
  readonly cert: string
  readonly key: string
  /** Database of what it issued, for `openssl ocsp`. */
  readonly index: string
  readonly #dir: string

  private constructor(dir: string, name: string) {
    this.name = name
    this.#dir = join(dir, name.replace(/\W+/g, '-'))
    this.cert = join(this.#dir, 'ca.pem')
    this.key = join(this.#dir, 'ca.key')
    this.index = join(this.#dir, 'index.txt')
    mkdirSync(join(this.#dir, 'new'), { recursive: true })
    writeFileSync(this.index, '')
    writeFileSync(`${this.index}.attr`, 'unique_subject = no\n')
    writeFileSync(join(this.#dir, 'crlnumber'), '01\n')
    writeFileSync(this.#above, '')
    writeFileSync(join(this.#dir, 'ca.cnf'), this.#config())
  }

  /** A root. Two of one subject differ in folder and key. */
  static root(dir: string, name: string, subject = `/O=Test/CN=${name}`): Authority {
    const authority = new Authority(dir, name)
    newKey(authority.key)
    openssl(
      ...[
        'req',
        '-x509',
        '-new',
        '-key',
        authority.key,
        '-subj',
        subject,
        '-days',
        '30',
        '-out',
        authority.cert,
      ],
      ...['-config', join(authority.#dir, 'ca.cnf'), '-extensions', 'authority'],
    )
    return authority
  }

  /** An authority below this one. */
  below(dir: string, name: string, wanted: Wanted = {}): Authority {
    const authority = new Authority(dir, name)
    const issued = this.#issue(name, { subject: `/O=Test/CN=${name}`, ...wanted }, 'authority')
    writeFileSync(authority.cert, readFileSync(issued.cert))
    writeFileSync(authority.key, readFileSync(issued.key))
    writeFileSync(authority.#above, readFileSync(issued.chain))
    return authority
  }

  issue(name: string, wanted: Wanted = {}): Issued {
    return this.#issue(name, wanted, 'server')
  }

  revoke(issued: Issued, reason = 'keyCompromise'): void {
    openssl('ca', '-config', join(this.#dir, 'ca.cnf'), '-revoke', issued.cert, '-crl_reason', reason)
  }

  /** A list of what it revoked so far; fresh for a week when nothing else is said. */
  list({ fromDay = -1, untilDay = 7, format = 'DER' }: WantedList = {}): Buffer {
    const file = join(this.#dir, 'list.pem')
    openssl(
      ...['ca', '-config', join(this.#dir, 'ca.cnf'), '-gencrl', '-out', file],
      ...['-crl_lastupdate', stamp(fromDay), '-crl_nextupdate', stamp(untilDay)],
    )
    return openssl('crl', '-in', file, '-outform', format)
  }

  /** What a server sends beside its own certificate. */
  get #above(): string {
    return join(this.#dir, 'above.pem')
  }

  #issue(name: string, wanted: Wanted, kind: 'authority' | 'server'): Issued {
    const file = (end: string): string => join(this.#dir, `${name.replace(/\W+/g, '-')}.${end}`)
    const [cert, key, request, extensions] = [file('pem'), file('key'), file('csr'), file('ext')]
    newKey(key, wanted.rsaBits)
    openssl(
      'req',
      '-new',
      '-key',
      key,
      '-subj',
      wanted.subject ?? `/CN=${name}`,
      '-out',
      request,
      '-config',
      '/dev/null',
    )
    writeFileSync(extensions, extensionsOf(wanted, kind))
    openssl(
      ...['ca', '-batch', '-notext', '-config', join(this.#dir, 'ca.cnf'), '-in', request, '-out', cert],
      ...['-startdate', stamp(wanted.fromDay ?? -1), '-enddate', stamp(wanted.untilDay ?? 30)],
      ...['-extfile', extensions, '-md', wanted.digest ?? 'sha256'],
    )
    const chain = file('chain.pem')
    writeFileSync(chain, readFileSync(cert, 'utf8') + readFileSync(this.#above, 'utf8'))
    return { cert, key, chain }
  }

  #config(): string {
    return `
[ca]
default_ca = this
[this]
database = ${this.index}
new_certs_dir = ${join(this.#dir, 'new')}
certificate = ${this.cert}
private_key = ${this.key}
crlnumber = ${join(this.#dir, 'crlnumber')}
rand_serial = yes
default_md = sha256
policy = any
default_crl_days = 7
[any]
countryName = optional
organizationName = optional
commonName = optional
[req]
distinguished_name = any
[authority]
basicConstraints = critical,CA:TRUE
subjectKeyIdentifier = hash
`
  }
}

function newKey(file: string, rsaBits?: number): void {
  const kind =
    rsaBits === undefined
      ? ['EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
      : ['RSA', '-pkeyopt', `rsa_keygen_bits:${rsaBits}`]
  openssl('genpkey', '-algorithm', ...kind, '-out', file)
}

function extensionsOf(wanted: Wanted, kind: 'authority' | 'server'): string {
  const access = [
    ...(wanted.ocsp === undefined ? [] : [`OCSP;URI:${wanted.ocsp}`]),
    ...(wanted.issuerAt === undefined ? [] : [`caIssuers;URI:${wanted.issuerAt}`]),
  ]
  const lines = [
    kind === 'authority' ? 'basicConstraints=critical,CA:TRUE' : 'basicConstraints=CA:FALSE',
    kind === 'authority' ? 'keyUsage=critical,keyCertSign,cRLSign' : '',
    wanted.ocspSigning === true ? 'extendedKeyUsage=OCSPSigning' : '',
    wanted.names === undefined ? '' : `subjectAltName=${wanted.names.join(',')}`,
    wanted.crl === undefined ? '' : `crlDistributionPoints=${wanted.crl.map(url => `URI:${url}`).join(',')}`,
    access.length === 0 ? '' : `authorityInfoAccess=${access.join(',')}`,
  ]
  return `${lines.filter(line => line !== '').join('\n')}\n`
}
