// Secrets of the usual kinds do not survive; other lines stay as they are.
import { expect, test } from 'vitest'
import { hideSecrets } from '../../src/redact/line.ts'

test.each([
  ['username netops privilege 15 secret 9 $9$abc', 'username netops privilege 15 secret 9 <password hidden>'],
  ['enable password 7 0822455D0A16', 'enable password 7 <password hidden>'],
  ['snmp-server community s3cret RO', 'snmp-server community <community hidden> RO'],
  [' key-string 7 070C285F4D06', ' key-string 7 <key-string hidden>'],
  ['tacacs-server host 192.0.2.9 key hunter2', 'tacacs-server host 192.0.2.9 key <server-key hidden>'],
  ['ntp authentication-key 1 md5 hunter2', 'ntp authentication-key 1 md5 <ntp-key hidden>'],
  // Nobody knows such a line: more is hidden.
  ['frobnicate hash hunter2', 'frobnicate hash <hidden>'],
  ['set community hunter2 additive', 'set community <hidden>'],
])('%s', (line, shown) => {
  expect(hideSecrets(line)).toBe(shown)
})

test.each(['ip routing', 'service password-encryption', 'ip ssh version 2'])('%s stays', line => {
  expect(hideSecrets(line)).toBe(line)
})
