// Level strict: what people wrote and named.
import { expect, test } from 'vitest'
import { redactText } from '../../../src/redact/redactor.ts'
import { unredact } from '../../../src/redact/unredact.ts'
import { testMap } from '../keyed.ts'

function strict(text: string, map = testMap()): string {
  return redactText(text, { level: 'strict', map, raw: true })
}

test.each([
  ' description to ACME Berlin, circuit 4711',
  ' 10 remark ACME partners',
  ' name ACME-GUEST',
  'vrf definition ACME',
  ' vrf forwarding ACME',
  'ip vrf ACME',
  'vrf context ACME',
  ' ip route vrf ACME 0.0.0.0 0.0.0.0 10.0.0.1',
  ' transport http use-vrf ACME',
  '  VRF: ACME',
  'vrf for call-home messages: ACME',
  'IP Interface Status for VRF "ACME"(3)',
  'ip access-list extended ACME-IN',
  ' ip access-group ACME-IN in',
  'policy-map ACME-QOS',
  ' service-policy output ACME-QOS',
  'class-map match-any ACME-VOICE',
  'route-map ACME permit 10',
  'key chain ACME',
])('%s', line => {
  const map = testMap()
  const masked = strict(line, map)
  expect(masked).not.toContain('ACME')
  expect(unredact(masked, map.entries())).toBe(line)
})

test.each([
  'vrf definition Mgmt-vrf',
  ' vrf member management',
  ' vrf forwarding default',
  'ip access-list extended 101',
  ' service-policy input system-cpp-policy',
  'Description: C9300 Network Advantage',
  'vrf upgrade-cli multi-af-mode common-policies',
  '*Mar  4 2026 08:00:10.101: %SYS-6-CLOCKUPDATE: System clock has been updated from 08:00:00 UTC Mon Mar 2 2026',
])('%s is kept', line => expect(strict(line)).toBe(line))

test('names in a table that only its heading explains', () => {
  const table =
    '  Name                             Default RD            Protocols   Interfaces\n  RED                              65000:20              ipv4        Vl20\n                                                                     Vl21\n  Mgmt-vrf                         <not set>             ipv4        Gi0/0\n\nRED alert\n'
  const masked = strict(table)
  expect(masked).toMatch(/^ {2}vrf-[0-9a-f]{8} +65000:20/m)
  expect(masked).toContain('Mgmt-vrf')
  expect(masked).toContain('\nRED alert\n')
})

test('a banner goes with everything in it, what follows it stays', () => {
  const masked = strict('banner motd ^C\nACME only\n  call 0800 ACME\n^C\nip routing\n')
  expect(masked).toMatch(/^banner motd \^C\ntext-[0-9a-f]{8}\n {2}text-[0-9a-f]{8}\n\^C\nip routing\n$/)
  expect(strict('banner login #ACME only#\nip routing\n')).toMatch(
    /^banner login #text-[0-9a-f]{8}#\nip routing\n$/,
  )
})

test('a secret inside a description is hidden, also in the map', () => {
  const map = testMap()
  const masked = strict(' description console password hunter22', map)
  expect(masked).toMatch(/^ description text-[0-9a-f]{8}$/)
  expect(map.entries().map(entry => entry.original)).toEqual(['console password <password hidden>'])
})
