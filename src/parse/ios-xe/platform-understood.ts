// IOS XE commands around PKI, the HTTP server and packages whose lines are known but settle no fact here.
import type { CommandParser } from '../contract.ts'
import { understood } from './understood.ts'

const DASHES = /^-{5,}$/

export const platformUnderstood: readonly CommandParser[] = [
  understood({
    command: 'show crypto pki counters',
    recognise: head => /^[ \t]*PKI Sessions Started: \d/im.test(head),
    lines: [/^(PKI Sessions|Successful Validations|Failed|Bypassed|Pending|CRLs?|AAA)[\w -]{0,40}: \d/i],
  }),
  understood({
    command: 'show crypto pki crls',
    recognise: head => /^[ \t]*CRL Issuer Name:/im.test(head),
    lines: [
      /^CRL (Issuer Name:|downloaded at:|DER is|is stored)/i,
      /^(cn|ou|o|c)=/i,
      /^(LastUpdate|NextUpdate): /i,
      /^Retrieved from CRL Distribution Point:$/i,
      /^(\*\* |https?:\/\/|ldap:\/\/)/i,
      /^Parsed CRL cache /i,
    ],
  }),
  understood({
    command: 'show crypto pki timer detail',
    aliases: [/^sh(ow?)? cry\w* pki timers?( detail)?$/i],
    recognise: head => /^[ \t]*PKI Timers[ \t]*$/im.test(head),
    lines: [/^(PKI|Trustpool|CS) Timers$/i, /^\|\s*[\dd :.]{3,24}\s{0,6}(\(\d{4}-|\w|$)/],
  }),
  understood({
    command: 'show crypto pki trustpool | count downloaded',
    aliases: [/^sh(ow?)? cry\w* pki trustpool (\| )?count \S+$/i],
    recognise: () => false,
    lines: [/^Number of lines which match regexp = \d/i],
  }),
  understood({
    command: 'show platform sudi pki',
    recognise: head => /^[ \t]*SUDI Issuer-CN\s+Validation status/im.test(head),
    lines: [
      /^'[\w .]{3,60}' certificate : /i,
      /^SUDI Issuer-CN\s+Validation status$/i,
      DASHES,
      /^Cisco [\w ]{3,40}\s{2,}\w/,
    ],
  }),
  understood({
    command: 'show wireless management trustpoint',
    recognise: head => /^[ \t]*Trustpoint Name[ \t]*:/im.test(head) && /^[ \t]*FIPS suitability/im.test(head),
    lines: [
      /^(Trustpoint Name|Certificate (Info|Type|Hash)|Private key Info|FIPS suitability)\s*:/i,
      /^(Certificate Type|[0-9a-f]{32,})/i,
    ],
  }),
  understood({
    command: 'show monitor event-trace crypto pki error all',
    recognise: head => /^[*.]?[A-Z][a-z]{2} [ \d]\d [\d:.]{8,16}: Trustpoint- ?\S/m.test(head),
    lines: [/^[*.]?[A-Z][a-z]{2}\s+\d{1,2} [\d:.]{8,16}: /],
  }),
  understood({
    command: 'show ip http server status',
    aliases: [/^sh(ow?)? ip http server( all| secure status)?$/i],
    recognise: head => /^[ \t]*HTTP (secure )?server status: /im.test(head),
    lines: [
      /^(HTTP|Maximum number of|Server) [\w \-/]{3,60} ?: ?/i,
      /^HTTP (server auth-retry|File Upload)/i,
      // The list of ciphers runs over several lines.
      /^([a-z0-9]{2,12}-){2,8}[a-z0-9]{2,12}( |$)/,
    ],
  }),
  understood({
    command: 'show version running',
    aliases: [/^sh(ow?)? ver(sion)? (running|installed|mode|provisioned)$/i],
    recognise: head => /^[ \t]*Package: .{1,80}, version: /im.test(head),
    lines: [/^Package: .{1,120}, version: /i, /^(Role|File|Built|File SHA1 checksum): /i],
  }),
]
