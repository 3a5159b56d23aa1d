// Schema of `probe.*`: what this computer saw of the path, as `smartlic probe` wrote it down.
import { z } from 'zod'

const text = z.string()
const flag = z.boolean()
const count = z.int()
const milliseconds = z.int().meta({ 'x-unit': 'ms' })
const time = z.string().meta({ 'x-type': 'time' })

export const probeSchema = z.object({
  started_at: time.describe('when the probe began, by the clock of this computer'),
  target: z
    .object({
      url: text.describe(
        'URL that was probed, e.g. https://tools.cisco.com/its/service/oddce/services/DDCEService',
      ),
      scheme: text.describe('http | https'),
      host: text.describe('host of the URL in lower case'),
      port: count.describe('port of the URL, e.g. 443'),
      path: text.describe('path of the URL'),
      cloud: flag.describe('a host of cisco.com'),
    })
    .describe('what was probed: where the device sends its licensing messages'),
  proxy: z
    .object({
      in_use: flag.describe('the probe went through the proxy of the device'),
      host: text.describe('name or address of the proxy; "" when none'),
      port: count.describe('port of the proxy; 0 when none'),
    })
    .describe('proxy the probe went through'),
  dns: z
    .array(
      z.object({
        server: text.describe('name server that was asked, e.g. 192.0.2.53'),
        owner: text.describe('device | computer: who is configured to ask it'),
        vrf: text.describe('VRF the device asks it in; "" = global, and for this computer'),
        name: text.describe('name that was asked for, e.g. tools.cisco.com'),
        outcome: text.describe(
          'answer | ipv6-only | empty | nxdomain | refused | servfail | lame | no-answer | unreachable | broken | not-tried: both questions (A and AAAA) together',
        ),
        addresses: z.array(z.string()).describe('addresses of the answers, e.g. 198.51.100.7'),
        aliases: z.array(z.string()).describe('names the answer led over (CNAME)'),
        slow: flag.describe('the answer took two seconds or more'),
      }),
    )
    .describe('name servers and what each answered, one element a server, VRF and name'),
  tcp: z
    .array(
      z.object({
        peer: text.describe('server | proxy'),
        host: text.describe('name the address stands for'),
        address: text.describe('address that was tried, e.g. 198.51.100.7'),
        port: count.describe('TCP port, e.g. 443'),
        outcome: text.describe(
          'connected | refused | timed-out | unreachable | no-route | reset | blocked-locally | not-tried | failed',
        ),
        origin: z
          .array(z.string())
          .describe('where the address came from: name servers, host-entry, literal'),
      }),
    )
    .describe('connections that were tried, one element an address'),
  tunnel: z
    .object({
      outcome: text.describe(
        'established | auth-required | auth-refused | denied | refused-port | html-answer | not-a-proxy | bad-gateway | timed-out | unreachable | tls-proxy | answers-otherwise',
      ),
      status: count.describe('status of the answer, e.g. 407; 0 without one'),
      schemes: z.array(z.string()).describe('ways to log in that the proxy offers, e.g. Basic'),
      cause: text.describe(
        'name | connect | time: why the proxy does not reach the server; "" when it does not tell',
      ),
    })
    .describe('answer of the proxy when a tunnel was asked for (CONNECT); unknown where no proxy is in use'),
  tls: z
    .object({
      outcome: text.describe(
        'completed | rejected | not-tls | closed | timed-out | unreachable | other: how the handshake ended, whatever the certificate',
      ),
      version: text.describe('version both sides agreed on, e.g. TLSv1.2; "" when none'),
      name_matches: flag.describe('the certificate names the host of the URL'),
      names: z.array(z.string()).describe('names in the certificate, e.g. tools.cisco.com'),
      expired: flag.describe('a certificate of the chain has expired, by the clock of this computer'),
      not_yet_valid: flag.describe(
        'a certificate of the chain is not valid yet, by the clock of this computer',
      ),
      valid_until: time.describe('end of the certificate of the server'),
      subject: text.describe('subject of the certificate of the server'),
      issuer: text.describe('issuer of the certificate of the server'),
      root: text.describe('subject of the authority the chain ends at, e.g. IdenTrust Commercial Root CA 1'),
      issuer_kind: text.describe(
        'public | cisco | private | self-signed | interception | unknown: who vouches for the server',
      ),
      self_signed: flag.describe('the certificate vouches for itself'),
      chain_complete: flag.describe('every certificate up to the last authority was sent or is known here'),
      fingerprint: text.describe('SHA-256 of the certificate of the server'),
    })
    .describe('TLS as this computer saw it'),
  crl: z
    .array(
      z.object({
        url: text.describe('where the list was fetched, or not'),
        outcome: text.describe(
          'good | revoked | stale | not-yet-valid | bad-signature | unreadable | unreachable | not-found | timed-out | not-tried | other',
        ),
        certificate: text.describe('subject of the certificate it speaks of'),
        protocol: text.describe('crl | ocsp'),
      }),
    )
    .describe('revocation lists and responders of the chain'),
  http: z
    .object({
      outcome: text.describe(
        'right-path | wrong-path | not-found | redirected | page | network-login | plain-http-refused | auth-required | forbidden | proxy-auth | server-error | answers-otherwise | not-http | closed | reset | timed-out',
      ),
      status: count.describe('status of the answer, e.g. 200; 0 without one'),
      found: text.describe('path that answers as such an endpoint does; "" when none was found'),
      location: text.describe('where a redirect leads; "" when there is none'),
      redirect: text.describe(
        'same-host-https | same-host | licensing-host | login | other-host | unreadable | "": what it leads to',
      ),
      title: text.describe('title of a web page; "" when none came'),
      intercepted: flag.describe('the answer bears a sign of something in between'),
    })
    .describe('what the endpoint answered to a request without licensing data'),
  clocks: z
    .array(
      z.object({
        source: text.describe('ntp | https'),
        server: text.describe('who was asked, e.g. 192.0.2.123'),
        vrf: text.describe('VRF the device asks it in; "" = global'),
        outcome: text.describe(
          'good | not-synchronised | refused | no-answer | unreachable | unreadable | not-tried',
        ),
        offset_ms: milliseconds.describe(
          'the clock of this computer minus that clock; known where an answer came',
        ),
        error_ms: milliseconds.describe('offset_ms is right to within this'),
      }),
    )
    .describe('clocks this computer was compared with'),
  refused: z
    .array(z.string())
    .describe(
      'what was not probed although the path names it, with the reason, e.g. addresses outside the plan',
    ),
})
