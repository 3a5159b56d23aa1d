// Pipe filters: what they cover, and that an odd one covers nothing.
import { describe, expect, test } from 'vitest'
import { expandPattern, scopeOf } from '../../../src/parse/ios-xe/config-scope.ts'

describe('expandPattern', () => {
  test.each([
    ['call-home', ['call-home']],
    ['^a|b', ['a', 'b']],
    ['^(no )?(license|ip host)', ['no license', 'no ip host', 'license', 'ip host']],
    ['^(no |)x', ['no x', 'x']],
    ['a.b', []],
    ['a*', []],
    ['[ab]', []],
    ['(a', []],
    ['', []],
    ['(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)', []],
  ])('%s', (pattern, texts) => {
    expect(expandPattern(pattern).map(literal => literal.text)).toEqual(texts)
  })
})

describe('scopeOf', () => {
  test('anchored filters cover what starts so', () => {
    const scope = scopeOf('show running-config | include ^ip name', true)
    expect(scope.covers('ip name-server')).toBe(true)
    expect(scope.covers('no ip name-server')).toBe(false)
  })
  test('a narrower filter does not cover the wider form', () => {
    expect(scopeOf('show running-config | include ip route vrf A', true).covers('ip route')).toBe(false)
  })
  test('every form must be covered', () => {
    expect(
      scopeOf('show run | i ip domain l', true).covers('no ip domain lookup', 'no ip domain-lookup'),
    ).toBe(false)
  })
  test('nothing is covered when the text is cut', () => {
    expect(scopeOf('show run | s call-home', false).covers('call-home')).toBe(false)
    expect(scopeOf('show running-config', false).covers('call-home')).toBe(false)
    expect(scopeOf('show running-config', true)).toMatchObject({ full: true, sections: true })
  })
})
