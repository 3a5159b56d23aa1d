// Key pairs, access lists applied to incoming packets, IPv6 addresses and cipher suites of IOS XE.
import { describe, expect, test } from 'vitest'
import { recogniseCommand } from '../../../src/parse/registry.ts'
import { factsOf, linesOf } from './config-read.ts'

const KEYS = `% Key pair was generated at: 10:12:13 UTC Jan 5 2026
Key name: TP-self-signed-1
Key type: RSA KEYS
 Storage Device: not specified
 Usage: General Purpose Key
 Key is not exportable.
 Key Data:
  30820122 300D0609
% Key pair was generated at: 10:12:14 UTC Jan 5 2026
Key name: SLA-KeyPair
Key type: RSA KEYS
 Key Data:
  30820122 300D0609
`

describe('show crypto key mypubkey rsa', () => {
  test('names, each with its line', () => {
    const store = factsOf({ 'show crypto key mypubkey rsa': KEYS })
    expect(store.facts.pki?.keys).toEqual([{ name: 'TP-self-signed-1' }, { name: 'SLA-KeyPair' }])
    expect(linesOf(store, 'pki.keys.1.name')).toEqual(['Key name: SLA-KeyPair'])
    expect(recogniseCommand(KEYS)).toContainEqual({
      platform: 'ios-xe',
      command: 'show crypto key mypubkey rsa',
    })
  })
  test('a cut list and an empty answer tell nothing', () => {
    expect(factsOf({ 'show crypto key mypubkey rsa': KEYS }, 'truncated').facts.pki?.keys).toBeUndefined()
    expect(factsOf({ 'show crypto key mypubkey rsa': '\n' }).facts.pki?.keys).toBeUndefined()
    const nameless = KEYS.replace('Key name: SLA-KeyPair\n', '')
    // Any name may have stood there.
    expect(factsOf({ 'show crypto key mypubkey rsa': nameless }).facts.pki?.keys).toEqual([
      { name: 'TP-self-signed-1' },
      {},
    ])
  })
})

const config = (body: string): string =>
  `Building configuration...\n\nversion 17.9\nhostname sw1\n${body}end\n`

describe('a configuration', () => {
  const { facts } = factsOf({
    'show running-config': config(`interface Vlan10
 ip address 192.0.2.11 255.255.255.0
 ip access-group MGMT-IN in
interface Vlan20
 no ip address
 ipv6 address 2001:DB8::5/64
 ip access-group 110 in
interface Vlan30
 ipv6 enable
 ip access-group OUT out
ip access-list extended MGMT-IN
 10 remark management only
 20 permit tcp 192.0.2.0 0.0.0.255 any eq 22
 30 deny ip any any
ip access-list extended OUT
 10 permit ip any any
access-list 110 permit tcp any any established
access-list 110 deny   ip any any
ip http client secure-ciphersuite aes-128-cbc-sha
`),
  })
  test('lists an interface applies to what comes in, named and numbered', () => {
    expect(facts.interfaces?.map(one => one.acl_in)).toEqual(['MGMT-IN', '110', ''])
    expect(facts.access_lists).toEqual([
      { name: 'MGMT-IN', entries: ['permit tcp 192.0.2.0 0.0.0.255 any eq 22', 'deny ip any any'] },
      { name: '110', entries: ['permit tcp any any established', 'deny   ip any any'] },
    ])
  })
  test('an IPv6 address; one that is learned is not known', () => {
    expect(facts.interfaces?.map(one => one.ipv6_address)).toEqual(['', '2001:DB8::5', undefined])
  })
  test('cipher suites, and none', () => {
    expect(facts.http_client?.ciphersuites).toBe('aes-128-cbc-sha')
    expect(factsOf({ 'show running-config': config('') }).facts.http_client?.ciphersuites).toBe('')
    expect(factsOf({ 'show running-config': config('') }).facts.access_lists).toEqual([])
  })
})
