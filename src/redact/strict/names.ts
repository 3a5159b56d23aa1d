// What people named themselves: VRFs, access lists, policies, VLANs, and the texts they wrote.
import type { Context } from '../identity/contexts.ts'
import type { PseudonymKind } from '../kinds.ts'

const context = (kind: PseudonymKind, hint: string, pattern: RegExp): Context => ({ kind, hint, pattern })

const ID = '"?([A-Za-z0-9_][\\w.:/@#&+-]{0,63})'

/** Free text behind its keyword. */
export const TEXT_CONTEXTS: readonly Context[] = [
  context('text', 'description', /^\s*description (\S.*?)\s*$/dgi),
  context('text', 'description', /\bdescription (?!is\b)(?=.*\bowner\b)(\S+)/dgi),
  context('text', 'remark', /^\s*(?:\d+ )?remark (\S.*?)\s*$/dgi),
  context('text', 'name ', /^\s+name (\S.*?)\s*$/dg),
  context('text', 'alias', /^\s*(?:alias|snmp-server chassis-id|snmp-server packetsize) (\S.*?)\s*$/dgi),
]

/** `VRF: X`, `vrf forwarding X`, `use-vrf X` and so on; the words in between are the command's. */
const VRF_WORDS = '(?:definition|forwarding|context|member|instance|name|import|export|from|to)'

export const NAMED_CONTEXTS: readonly Context[] = [
  context('vrf', 'vrf', new RegExp(`\\b(?:use-|filter-)?vrf:?\\s+(?:${VRF_WORDS}:?\\s+)?${ID}`, 'dgi')),
  context('vrf', 'vrf name', /\bvrf[ -]name\s*[:=]?\s+([A-Za-z0-9_][\w.:-]{0,63})/dgi),
  context('vrf', 'vrf for', /\bvrf for [\w -]{1,40}: (\S{1,63})/dgi),
  context('vrf', 'vrf "', /\bVRF "([^"\s]{1,63})"/dgi),
  context(
    'acl',
    'access',
    new RegExp(
      `\\b(?:access-list|access-group|access-class)\\s+(?:(?:ip|ipv4|ipv6|mac|standard|extended)\\s+)*${ID}`,
      'dgi',
    ),
  ),
  context(
    'acl',
    'list',
    new RegExp(
      `\\b(?:prefix-list|object-group(?:\\s+(?:network|service|ip|address))?|community-list\\s+\\w+)\\s+${ID}`,
      'dgi',
    ),
  ),
  context(
    'policy',
    'policy|class-map|route-map|prefix-set|community-set',
    new RegExp(
      `\\b(?:policy-map|class-map|route-map|route-policy|service-policy|prefix-set|community-set)\\s+(?:(?:type|match-any|match-all|input|output|control|subscriber|inspect|qos)\\s+)*${ID}`,
      'dgi',
    ),
  ),
  context('policy', 'class', /^\s+class (?!class-default|type)([A-Za-z0-9_][\w.:-]{0,63})\s*$/dgi),
  context(
    'policy',
    'zone',
    new RegExp(`\\b(?:zone security|zone-pair security|zone-member security)\\s+${ID}`, 'dgi'),
  ),
  context('name', 'key', /\b(?:key chain|key-chain|keyring|keychain) ([A-Za-z0-9_][\w.:-]{0,63})/dgi),
]

/** Names everybody has, and words of commands in a name's place. Rules compare the first ones. */
export const KEPT_NAME =
  /^(?:mgmt[-_]?(?:vrf|intf)?|management|default|global|all|none|any|in|out|input|output|ipv?[46]?|is|not|aware|for|on|if|with|the|and|or|of|id|rd|rt|name|list|lite|table|extended|standard|permit|deny|type|host|\d+|match|set|self|address-family|forwarding|detail|upgrade-cli|class-default|system-cpp-\S+|copp-\S+|implicit\S*|cisco\S*|macsec|eigrp|ospf|isis|rip|md5|key-string|cli|info|up|down|source-interface|ftp|ssh|http|use|port|mac|\.\*|state|default-rd|<\S*)$/i
