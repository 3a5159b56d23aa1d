// Lines that say what a name is: host names, users, accounts, serial numbers, contacts, by the words around them.
import type { PseudonymKind } from '../kinds.ts'

export interface Context {
  readonly kind: PseudonymKind
  /** In lower case, with bars between several; a line without any of them is not tried. */
  readonly hint: string
  /** Group 1 is the name. */
  readonly pattern: RegExp
}

/**
 * Those whose hint stands in the line (in lower case). Most lines hold none of all hints, which one look tells.
 */
export function contextsFor(contexts: readonly Context[]): (lower: string) => readonly Context[] {
  const any = hintPattern(contexts.map(one => one.hint).join('|'))
  const each = contexts.map(one => ({ one, hint: hintPattern(one.hint) }))
  return lower => (any.test(lower) ? each.flatMap(({ one, hint }) => (hint.test(lower) ? [one] : [])) : [])
}

/** Hints are words of this program, never of a device. */
function hintPattern(hints: string): RegExp {
  return new RegExp(hints.replace(/[.*+?^${}()[\]\\/]/g, '\\$&'))
}

const context = (kind: PseudonymKind, hint: string, pattern: RegExp): Context => ({ kind, hint, pattern })

const NAME = '["\']?([A-Za-z0-9_][\\w.@\\\\-]{0,63})'
/** What a person types at a prompt; anything else behind `name#` may be text that only looks like one. */
const TYPED =
  '(?:\\s*$|\\s*(?:sh|sho|show|ping6?|telnet|trace\\w*|admin|term\\w*|conf\\w*|en|ena\\w*|ex\\w*|end|dir|more|wr|write|copy|clear|un|undebug|debug|test|ssh|license|do|run|logout|reload|clock|crypto|call-home|username|no|ip|interface|line|hostname|snmp-server|aaa|key|router)(?:\\s|$))'

export const HOST_CONTEXTS: readonly Context[] = [
  context('host', 'name', /^\s*(?:hostname|switchname|sysname)\s+"?([\w.-]{1,63})"?\s*$/dgi),
  context('host', 'uptime is', /^(?!System |Kernel |Process |ntp )([A-Za-z][\w.-]{0,62}) uptime is /dg),
  context('host', 'device name:', /^\s*Device name:\s*([\w.-]{1,63})\s*$/dgi),
  context(
    'host',
    'cpu',
    /(?:^|\s)RP\/\d{1,3}\/[A-Z]{0,3}\d{1,3}\/CPU\d:([A-Za-z][\w.-]{0,62})(?=(?:\([\w.-]{1,40}\))?[#>])/dg,
  ),
  context(
    'host',
    '#',
    new RegExp(`^([A-Za-z0-9][\\w.-]{0,62})(?=(?:\\([\\w./:-]{1,40}\\))?#${TYPED})`, 'dg'),
  ),
  context('host', '>', new RegExp(`^([A-Za-z0-9][\\w.-]{0,62})(?=>${TYPED})`, 'dg')),
  // Syslog of NX-OS, and of IOS with `logging origin-id hostname`.
  context(
    'host',
    '%',
    /\d:\d\d:\d\d(?:\.\d{1,6})?(?: [A-Z]{2,5})?:? {1,2}(?![A-Z]{2,5}: )([A-Za-z][\w.-]{1,62}):? {1,3}%[A-Z]/dg,
  ),
  context('host', ' host ', /\bip host (?:vrf \S{1,63} )?(?!vrf )([\w.-]{1,253}) \S/dgi),
  context('host', ' host ', /\b(?:ipv4|ipv6) host ([\w.-]{1,253}) \S/dgi),
  context(
    'host',
    'proxy',
    /\b(?:http-proxy|proxy[ -]server|proxy (?:address|hostname))(?: name)?:?\s+"?([A-Za-z][\w.-]{0,252})(?=["\s:]|$)/dgi,
  ),
  context('host', 'address:', /(?:^\s*|[:-] ?)Address:\s+"?([A-Za-z][\w.-]{0,252})"?(?=\s|$)/dgi),
  context(
    'host',
    'server',
    /\b(?:mail-server|smtp-server|ntp (?:server|peer)|sntp server|name-server|radius-server host|tacacs-server host|ldap-server host|logging server|snmp-server host)(?: vrf \S{1,63})?\s+(?:[^\s"]{1,64}@)?(?!vrf |host |ip )([A-Za-z][\w.-]{0,252})(?=\s|$)/dgi,
  ),
  context('host', 'logging host', /\blogging host (?:vrf \S{1,63} )?([A-Za-z][\w.-]{0,252})/dgi),
  context('host', 'host name:', /\bHost Name: ?([\w.-]{1,253})/dgi),
  context('host', 'translating', /\bTranslating "([\w.-]{1,253})"/dg),
  context('host', 'device id', /\b(?:Device ID|System Name|SysName)\s*:\s*([\w.-]{1,253})/dgi),
  context('host', 'hostname=', /\bhostname=([\w.-]{1,253})/dgi),
  context(
    'host',
    'ping',
    /(?:^|[#>]\s*)(?:ping|telnet|traceroute|ssh)\s+(?:vrf \S{1,63}\s+)?([A-Za-z][\w.-]{1,252})(?=\s|$)/dg,
  ),
  context('domain', 'vtp domain', /\bvtp domain(?: name\s*:)? "?([\w.-]{1,63})"?\s*$/dgi),
  context(
    'domain',
    'domain',
    /\b(?:domain[- ](?:name|list)|default domain is)\s+(?:vrf \S{1,63}\s+)?"?([\w-]{1,63}(?:\.[\w-]{1,63}){0,8})"?\s*$/dgi,
  ),
]

export const NAME_CONTEXTS: readonly Context[] = [
  context('user', 'username', new RegExp(`\\b(?:sent-)?username\\s+${NAME}`, 'dgi')),
  context('user', 'username:', new RegExp(`\\b[Uu]sername:\\s*${NAME}`, 'dg')),
  context(
    'user',
    ' by ',
    /\b(?:change|updated|configured|committed)\b[^%]{0,80}?\bby (?:user )?'?([A-Za-z0-9_][\w.@\\-]{0,63})/dgi,
  ),
  context('user', 'user', new RegExp(`\\b[Uu]ser(?: name)?\\s*[:=]\\s*${NAME}`, 'dg')),
  context('user', 'user ', /\bUser '?([\w.@\\-]{1,64})'? (?:has|logged|authenticated|failed)\b/dg),
  context('user', "user '", /\buser '([^'\s]{1,64})'/dgi),
  context('user', 'snmp-server user', /\bsnmp-server user "?([^\s"]{1,64})/dgi),
  context('user', 'login', /\blogin(?: as)?: ?([a-z_][\w.-]{0,63})\s*$/dgi),
  context(
    'account',
    'account',
    /\b(?:Smart|Virtual) Account(?: Name)?\s*[:=]\s*(\S.{0,120}?)(?=\s+As of\b|\s*$|",|"\s*})/dgi,
  ),
  context('account', 'pool', /\b(?:Assigned Pool Info|Pool Name|Pool)\s*:\s*(\S.{0,120}?)\s*$/dgi),
  context('account', '/cslu/', /\/cslu\/v1\/pi\/([\w.%~-]{1,128})/dgi),
  context('serial', 'sn', /(?:\bSN|"sn"|"udi_sn"|\bsn)\s*[:=]\s*"?([A-Za-z0-9]{6,20})(?![\w:-])/dg),
  context('serial', ' sn ', /\bpid \S{1,40} sn ([A-Za-z0-9]{6,20})(?!\w)/dgi),
  context(
    'serial',
    'serial',
    /\bserial[ _-]?(?:number|num|no)\.?\s*[:=#]?\s*"?((?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*\d)[A-Z0-9]{8,20})(?![\w:])/dgi,
  ),
  context('serial', 'udiserialnumber', /udiSerialNumber:\s?([A-Za-z0-9]{6,20})/dg),
  context('serial', 'processor board id', /\bProcessor board ID ([A-Za-z0-9]{6,32})(?!\w)/dgi),
  context('instance', 'piid', /\bPIID\s*[:=]\s*([0-9A-Fa-f-]{16,64})/dgi),
  context('instance', 'subject/sn', /\bSubject\/SN:\s*([0-9A-Fa-f-]{16,64})/dg),
  context('instance', 'productinstance', /\bProductInstance '([0-9A-Fa-f-]{16,64})'/dg),
  context(
    'instance',
    'instance',
    /\b(?:identity for the instance|product_instance_identifiers?"?\s?[:=]\s?"?)\s?\[?"?'?([0-9A-Fa-f-]{16,64})/dgi,
  ),
  context('instance', 'common name', /\bCommon Name:\s*([0-9A-Fa-f]{16,64})(?=::)/dg),
  context('instance', 'self-signed', /\b(?:TP-self-signed-|IOS-Self-Signed-Certificate-)(\d{4,20})/dg),
  context('contact', 'snmp-server', /\bsnmp-server (?:contact|location) (\S.{0,250}?)\s*$/dgi),
  context(
    'contact',
    'street|phone-|customer-id|contract-id|site-id|contact-name',
    /^\s*(?:street-?address|phone-number|phone-contact|customer-id|contract-id|site-id|contact-name) (\S.{0,250}?)\s*$/dgi,
  ),
  context(
    'contact',
    'phone|street address|customer id|contract id|site id|custom id|contact',
    /^\s*(?:contact person's (?:phone number|name)|street address|customer id|contract id|site id|custom id|contact name|phone):\s*(\S.{0,250}?)\s*$/dgi,
  ),
  context('contact', 'subject-name', /\bsubject-name (\S.{0,250}?)\s*$/dgi),
]

/** Words devices print in place of a name, and words of commands in a name's place. */
export const NO_NAME =
  /^(?:<.*>?|none|n\/?a|unknown|not (?:yet )?set up|not (?:yet )?(?:set|configured|available)|-+|console|vty\d*|tty\d*|default|callhome|enable|disabled?|enabled?|address|port|server|hostname|vrf|version|user|the|a|an|yes|no|all|any|is|was|and|or|encrypted|cli|cisco|ssh|password|secret|privilege|role|public|unassigned|startup|unconfigured|configured|smart|management|use-vrf|sn|pid|prefer|key|ipv[46])\.?$/i
