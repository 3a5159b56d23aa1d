// What can be masked: its kinds, and the text that stands in its place.

/** Secrets are gone for good: nothing of them is kept, in no map. */
export const SECRET_KINDS = [
  'password',
  'community',
  'snmp-key',
  'server-key',
  'pre-shared-key',
  'key-string',
  'protocol-key',
  'ntp-key',
  'wlan-key',
  'token',
  'code',
  'private-key',
  'key-data',
  'url-password',
  'webhook',
  'api-key',
  'overlong',
] as const
export type SecretKind = (typeof SECRET_KINDS)[number]

/** Identity is replaced by pseudonyms that a private map reads back. */
export const IDENTITY_KINDS = [
  'host',
  'domain',
  'user',
  'mail',
  'serial',
  'instance',
  'account',
  'contact',
  'ipv4',
  'ipv6',
  'mac',
] as const
export const STRICT_KINDS = ['vrf', 'acl', 'policy', 'name', 'text'] as const
export type PseudonymKind = (typeof IDENTITY_KINDS)[number] | (typeof STRICT_KINDS)[number]

export type MaskKind = SecretKind | PseudonymKind

/** Stands for whole words: the line keeps its shape and its kind can be told. */
export function marker(kind: SecretKind): string {
  return `<${kind} hidden>`
}

/** Stands for a part of a word, such as the password in a URL: a blank would tear the word apart. */
export const PART_MARKER = '<hidden>'

const MARKER = /<(?:[a-z-]{1,20} )?hidden>/

/** The word was masked before. */
export function isMasked(text: string): boolean {
  return text.includes('hidden>') && MARKER.test(text)
}
