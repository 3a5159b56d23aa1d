// Output modifiers as devices read them.
import { describe, expect, test } from 'vitest'
import { applyPipe, splitPipes } from '../../src/lab/pipes.ts'

const config =
  'hostname a\ninterface Vlan1\n ip address 192.0.2.1\n shutdown\ninterface Vlan2\n no shutdown\nip route x\n'
const run = (typed: string): string => {
  const split = splitPipes(typed)
  if ('badColumn' in split) throw new Error(`bad column ${split.badColumn}`)
  return split.pipes.reduce(applyPipe, config)
}

describe('splitting', () => {
  test('bars inside an expression belong to it', () => {
    expect(splitPipes('show log | include A|B|C')).toEqual({
      command: 'show log',
      pipes: [{ kind: 'include', expression: 'A|B|C' }],
    })
    expect(splitPipes('show log | i "A|B" | exclude C')).toEqual({
      command: 'show log',
      pipes: [
        { kind: 'include', expression: 'A|B' },
        { kind: 'exclude', expression: 'C' },
      ],
    })
  })

  test('an unknown modifier is refused where it starts', () => {
    expect(splitPipes('show log | grep x')).toEqual({ badColumn: 'show log | '.length })
  })
})

describe('applying', () => {
  test.each([
    ['x | include ^interface', 'interface Vlan1\ninterface Vlan2\n'],
    ['x | exclude interface|^ .', 'hostname a\nip route x\n'],
    ['x | begin Vlan2', 'interface Vlan2\n no shutdown\nip route x\n'],
    ['x | section ^interface Vlan1', 'interface Vlan1\n ip address 192.0.2.1\n shutdown\n'],
    ['x | section shutdown', ' shutdown\n no shutdown\n'],
    ['x | count shutdown', 'Number of lines which match regexp = 2\n'],
    ['x | include nothing', ''],
    ['x | include ^interface | exclude 1', 'interface Vlan2\n'],
  ])('%s', (typed, text) => expect(run(typed)).toBe(text))

  test('an expression the engine does not know matches nothing instead of failing', () => {
    expect(run('x | include (')).toBe('')
  })
})
