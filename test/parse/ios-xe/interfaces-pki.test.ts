// `show ip interface brief` and the PKI commands of IOS XE.
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../../src/collect/catalogue.ts'
import { iosXeConfigParsers } from '../../../src/parse/ios-xe/config-index.ts'
import { recogniseCommand } from '../../../src/parse/registry.ts'
import { corpus, factsOf, linesOf } from './config-read.ts'

const BRIEF = `Interface              IP-Address      OK? Method Status                Protocol
GigabitEthernet0/0     10.9.9.9        YES NVRAM  up                    up
Vlan1                  unassigned      YES NVRAM  administratively down down
Te1/1/1                unassigned      YES unset  down                  down
`

describe('show ip interface brief', () => {
  test('a row an interface', () => {
    const store = factsOf({ 'show ip interface brief': BRIEF })
    expect(store.facts.interfaces).toEqual([
      { name: 'GigabitEthernet0/0', address: '10.9.9.9', up: true },
      { name: 'Vlan1', address: '', up: false },
      { name: 'Te1/1/1', address: '', up: false },
    ])
    expect(linesOf(store, 'interfaces.1.up')[0]).toContain('administratively down')
    expect(recogniseCommand(BRIEF)).toContainEqual({ platform: 'ios-xe', command: 'show ip interface brief' })
  })
  test('the configuration adds the VRF', () => {
    const { facts } = factsOf({
      'show run | s ^interface': 'interface GigabitEthernet0/0\n vrf forwarding Mgmt-vrf\n ip address dhcp\n',
      'show ip interface brief': BRIEF,
    })
    expect(facts.interfaces?.[0]).toMatchObject({
      name: 'GigabitEthernet0/0',
      address: '10.9.9.9',
      up: true,
      vrf: 'Mgmt-vrf',
    })
  })
  test.each(['truncated', 'timed-out'] as const)('a %s table tells no interfaces', status => {
    expect(factsOf({ 'show ip interface brief': BRIEF }, status).facts.interfaces).toBeUndefined()
  })
})

describe('show crypto pki trustpool', () => {
  const cert = (name: string): string =>
    `CA Certificate\n  Status: Available\n  Issuer: \n    cn=${name}\n  Subject: \n    cn=${name}\n  Trustpool: Built-In\n\n`
  test('roots present and absent', () => {
    const { facts } = factsOf({
      'show crypto pki trustpool': cert('QuoVadis Root CA 2') + cert('Cisco Root CA M2'),
    })
    expect(facts.pki?.trustpool).toEqual({ identrust: false, quovadis: true, certificates: 2 })
  })
  test('a cut list proves only what it shows', () => {
    const { facts } = factsOf({ 'show crypto pki trustpool': cert('QuoVadis Root CA 2') }, 'truncated')
    expect(facts.pki?.trustpool).toEqual({ quovadis: true })
  })
  test('a filter covers its own root', () => {
    const { facts } = factsOf({ 'show crypto pki trustpool | include IdenTrust': '\n' })
    expect(facts.pki?.trustpool).toEqual({ identrust: false })
  })
  test('no certificate at all is no list', () => {
    expect(
      factsOf({ 'show crypto pki trustpool': 'something else\n' }).facts.pki?.trustpool,
    ).not.toHaveProperty('identrust')
  })
})

test('every command of the catalogue that these parsers are for has the same name', () => {
  const sent = CATALOGUE['ios-xe'].map(entry => entry.command)
  const own = iosXeConfigParsers.filter(parser => parser.platforms.length === 1).map(parser => parser.command)
  expect(sent.filter(command => own.includes(command))).toEqual(
    expect.arrayContaining([
      'show running-config',
      'show call-home profile all',
      'show call-home smart-licensing',
      'show ip interface brief',
      'show crypto pki trustpool',
    ]),
  )
  expect(
    sent.filter(command => command.startsWith('show logging')).every(command => own.includes(command)),
  ).toBe(true)
})

describe('real output', () => {
  const pool = corpus('iosxe/show-crypto-pki-trustpool/genie-showcryptopkitrustpool-golden-output1.txt')
  test.skipIf(pool === undefined)('trustpool', () => {
    const { facts } = factsOf({ 'show crypto pki trustpool': pool ?? '' })
    expect(facts.pki?.trustpool).toMatchObject({ identrust: true, quovadis: true })
    expect(facts.pki?.trustpool?.certificates).toBeGreaterThan(10)
    expect(recogniseCommand(pool ?? '')).toContainEqual({
      platform: 'ios-xe',
      command: 'show crypto pki trustpool',
    })
  })
  const points = corpus(
    'iosxe/show-crypto-pki-trustpoints/genie-showcryptopkitrustpoints-show-crypto-pki-trustpoints.txt',
  )
  test.skipIf(points === undefined)('trustpoints', () => {
    const { facts } = factsOf({ 'show crypto pki trustpoints': points ?? '' })
    expect(facts.pki?.trustpoints?.[0]).toEqual({ name: 'SLA-TrustPoint', has_certificate: true })
    expect(facts.pki?.trustpoints?.at(-1)).toEqual({ name: 'trustpoint1' })
    expect(facts.pki?.trustpoints).toHaveLength(9)
  })
})
