// Abbreviated commands and the column of the word that fits nothing.
import { expect, test } from 'vitest'
import { lookUp } from '../../src/lab/lookup.ts'

const known = [
  'show version',
  'show vlan',
  'show license all',
  'show license status',
  'show running-config',
  'show running-config **',
  'terminal length *',
]

test.each([
  ['show version', 'show version'],
  ['sh ver', 'show version'],
  ['SHOW LIC ALL', 'show license all'],
  ['show  license   status', 'show license status'],
  ['sh run', 'show running-config'],
  ['sh run interface Vlan1', 'show running-config interface Vlan1'],
  ['term len 0', 'terminal length 0'],
])('%s means %s', (typed, command) => expect(lookUp(typed, known)).toMatchObject({ kind: 'found', command }))

test.each([
  ['sh v', 'ambiguous', undefined],
  ['show license', 'incomplete', undefined],
  ['terminal length', 'incomplete', undefined],
  ['shoe version', 'invalid', 0],
  ['show  licence all', 'invalid', 6],
  ['show license all now', 'invalid', 17],
])('%s is %s', (typed, kind, column) => {
  expect(lookUp(typed, known)).toMatchObject(column === undefined ? { kind } : { kind, column })
})
