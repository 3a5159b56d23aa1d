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
        of: text.describe('device | computer | both: who is set to ask it'),
        vrf: text.describe('VRF the device asks it in; "" = global, and for this computer'),
        name: text.describe('name that was asked for, e.g. tools.cisco.com'),
        outcome: text.describe(
          'answered | ipv6-only | no-data | nxdomain | servfail | refused | no-answer | tcp-only | unreachable | lame | malformed | truncated-no-tcp | looping-cname | not-sent | not-tried | cancelled: for A and AAAA together',
        ),
        addresses: z.array(z.string()).describe('addresses of the answers, e.g. 198.51.100.7'),
        aliases: z.array(z.string()).describe('names the answer led over (CNAME)'),
        slow: flag.describe('an answer took a second or more'),
        conclusive: flag.describe(
          'it tells of the device too; silence of a server in a VRF or elsewhere may be for this computer only',
        ),
      }),
    )
    .describe('name servers and what each answered, one element a server and VRF'),
  resolution: z
    .object({
      name: text.describe('name that was looked up, e.g. tools.cisco.com; "" where the host is an address'),
      device: text.describe("resolves | partly | fails | unknown | none: the device's name servers together"),
      computer: text.describe(
        "resolves | partly | fails | unknown | none: this computer's name servers together",
      ),
      agreement: text.describe('agree | balanced | differ | single | unknown: the answers beside each other'),
      differences: z.array(z.string()).describe('missing | private-public | other-private | other-alias'),
      only_ipv6: flag.describe('there are addresses, and every server that was heard has no IPv4 address'),
      static_hosts: z
        .array(
          z.object({
            address: text.describe('address of a host entry of the device, e.g. 198.51.100.38'),
            state: text.describe('matches | differs | unknown: beside what name servers answer'),
            balanced: flag.describe('a public name with many addresses: the old one may still serve'),
          }),
        )
        .describe('host entries of the device for this name'),
      search: text.describe('as-it-stands | with-domain | only-with-domain | not-found | unknown'),
      domain: text.describe('search domain the name needs; "" when none'),
    })
    .describe('the name of the server, or of the proxy, looked up from this computer'),
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
  picked: z
    .object({
      family: count.describe('4 | 6; 0 when no address opens'),
      address: text.describe('its address, e.g. 198.51.100.7; "" when none opens'),
      delay_ms: milliseconds.describe('time lost to addresses that go first and do not open'),
    })
    .describe(
      'connection a client that tries IPv6 first and IPv4 beside it would have taken (happy eyeballs), worked out from the attempts',
    ),
  tunnel: z
    .object({
      outcome: text.describe(
        'established | not-tried | auth-required | auth-refused | denied | refused-port | html-answer | not-a-proxy | bad-gateway | timed-out | unreachable | tls-proxy | answers-otherwise',
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
        'ok | not-tried | version-refused | no-common-cipher | cert-refused | name-refused | not-tls | bad-answer | refused | unreachable | not-found | reset | closed | timed-out: how the handshake ended, whatever the certificate',
      ),
      version: text.describe('version both sides agreed on, e.g. TLSv1.2; "" when none'),
      certificate: flag.describe('a certificate was shown'),
      name: text.describe(
        'match | wildcard | common-name-only | mismatch | unusable: the host of the URL among the names of the certificate',
      ),
      names: z.array(z.string()).describe('names in the certificate, e.g. tools.cisco.com'),
      validity: text.describe(
        'valid | expired | not-yet-valid | uncertain: the certificates of the path, by the clock of this computer',
      ),
      valid_until: time.describe('end of the certificate of the server'),
      subject: text.describe('subject of the certificate of the server'),
      issuer: text.describe('issuer of the certificate of the server'),
      root: text.describe(
        'subject of the authority the path needs, e.g. CN=IdenTrust Commercial Root CA 1; "" when that is not known',
      ),
      vouched_by: text.describe(
        'public | cisco | private | interception | unknown: authority that signed the path; interception: a host of Cisco, and neither a public nor a Cisco authority',
      ),
      chain: text.describe(
        'complete | root-left-out | missing-intermediate | issuer-missing | self-signed | empty: what the server sent; issuer-missing: an intermediate or a private root',
      ),
      self_signed: flag.describe('the certificate vouches for itself'),
      device_trusts: text.describe('yes | no | unknown: the device holds the authority the path needs'),
      quovadis_only: flag.describe(
        'the device holds the QuoVadis root of old and lacks the IdenTrust root the path needs',
      ),
      fingerprint: text.describe('SHA-256 of the certificate of the server'),
    })
    .describe('TLS as this computer saw it, offering what the device can do'),
  crl: z
    .array(
      z.object({
        protocol: text.describe('crl | ocsp'),
        url: text.describe('where the list or the answer was fetched from, or was not'),
        outcome: text.describe(
          'good | revoked | stale | not-yet-valid | bad-signature | wrong-issuer | unverified | not-covering | malformed | html-answer | too-large | http-error | redirect-refused | not-allowed | refused | unreachable | not-found | reset | timed-out, and some more for OCSP',
        ),
        certificate: text.describe('subject of the certificate it speaks of'),
      }),
    )
    .describe('revocation lists and responders of the chain'),
  revocation: z
    .object({
      methods: z.array(z.string()).describe('methods of the trustpoint it was judged for, e.g. crl'),
      verdict: text.describe(
        'accepted | unchecked | refused | unknown | not-tried: what a device with these methods meets',
      ),
      revoked: flag.describe('a certificate of the path is revoked'),
      url: text.describe('list or responder that decides; "" when none'),
      reason: text.describe('one sentence: why'),
    })
    .describe("what the device's `revocation-check` meets on this chain"),
  http: z
    .object({
      outcome: text.describe(
        'right-path | not-tried | wrong-path | not-found | redirected | page | network-login | plain-http-refused | auth-required | forbidden | proxy-auth | server-error | answers-otherwise | not-http | closed | reset | timed-out',
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
          'synchronised | unsynchronised | unreliable | kiss-of-death | no-answer | unreachable | malformed | not-sent | not-tried | cancelled',
        ),
        offset_ms: milliseconds.describe(
          'that clock minus the clock of this computer; known where an answer came',
        ),
        error_ms: milliseconds.describe('offset_ms is right to within this'),
      }),
    )
    .describe('clocks this computer was compared with'),
  time: z
    .object({
      verdict: text.describe('in-step | device-wrong | computer-wrong | both-wrong | cannot-tell'),
      reason: text.describe(
        'device-clock-unknown | zone-unknown | no-third-clock | clocks-differ; "" where the verdict tells',
      ),
      wrong_servers: z
        .array(z.string())
        .describe('time servers and hosts whose clock is wrong, e.g. 192.0.2.123'),
      device_off_seconds: count.describe(
        'device minus true time, the least it can be off by; known where the true time is',
      ),
      computer_off_seconds: count.describe(
        'this computer minus true time, the least it can be off by; known where the true time is',
      ),
    })
    .describe(
      'which clock is wrong: of the device, of this computer, of time servers and of the HTTPS answer',
    ),
  refused: z
    .array(
      z.object({
        use: text.describe('dns | ntp | peer | revocation | lists-proxy: what it was for'),
        what: text.describe('name, address and port, e.g. tools.cisco.com 10.0.0.1:443'),
        reason: text.describe('why nothing was sent there'),
      }),
    )
    .describe('what an answer named and was not probed: only the licensing path and configured servers are'),
})
