// Faults as typed on the command line.
import { expect, test } from 'vitest'
import { parseFault, parseFaults } from '../../src/lab/fault-text.ts'

test('every kind of fault, several at once', () => {
  expect(parseFault('nx-1:show version=delay=500, drip=5,cut=120,times=1')).toEqual({
    device: 'nx-1',
    command: 'show version',
    fault: { delayMs: 500, dripMs: 5, cutAfterBytes: 120, times: 1 },
  })
  expect(
    parseFault('*:show version=reset=9,stall=5,garbage=3,size=1000,chunk=2,at=7,log-inside, more'),
  ).toEqual({
    device: '*',
    command: 'show version',
    fault: {
      resetAfterBytes: 9,
      stallMs: 5,
      garbageBytes: 3,
      sizeBytes: 1000,
      chunkBytes: 2,
      at: 7,
      kinds: ['log-inside', 'more'],
    },
  })
  expect(parseFault('*:@connect=hang=0')).toEqual({
    device: '*',
    command: '@connect',
    fault: { hangAfterBytes: 0 },
  })
  expect(parseFaults(['*:show clock=deny', '*:show version=deny', 'a:*=drip=1'])).toEqual({
    '*': { 'show clock': { deny: true }, 'show version': { deny: true } },
    a: { '*': { dripMs: 1 } },
  })
})

test.each([
  'x',
  'a:b',
  'a:b=',
  'a:b=slow',
  'a:b=cut',
  'a:b=cut=-1',
  'a:b=deny=1',
  'a:b=__proto__=1',
  'a:b=ask=1',
  'a:@logn=ask',
])('%j is refused', text => expect(() => parseFault(text)).toThrow('is no fault'))
