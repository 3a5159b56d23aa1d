// The race of the families, worked out from measured attempts.
import { expect, test } from 'vitest'
import type { TcpAttempt, TcpOutcome } from '../../../src/model/probe/tcp.ts'
import { happyEyeballs } from '../../../src/probe/tcp/happy.ts'

const v6 = (ms: number, outcome: TcpOutcome = 'connected', address = '2001:db8::1'): TcpAttempt => {
  return { address, family: 6, port: 443, outcome, ms }
}
const v4 = (ms: number, outcome: TcpOutcome = 'connected', address = '192.0.2.1'): TcpAttempt => {
  return { address, family: 4, port: 443, outcome, ms }
}

test('IPv6 goes first, whatever the order', () => {
  expect(happyEyeballs([v4(5), v6(40)])).toEqual({ address: '2001:db8::1', family: 6, ms: 40, delay: 0 })
})

test('an IPv6 that is silent costs a quarter of a second', () => {
  const silent = v6(5000, 'timed-out')
  expect(happyEyeballs([silent, v4(20)])).toEqual({ address: '192.0.2.1', family: 4, ms: 270, delay: 250 })
})

test('an IPv6 that refuses costs only that long', () => {
  expect(happyEyeballs([v6(3, 'refused'), v4(20)])).toEqual({
    address: '192.0.2.1',
    family: 4,
    ms: 23,
    delay: 3,
  })
})

test('a slow IPv6 loses to a quick IPv4', () => {
  expect(happyEyeballs([v6(900), v4(20)])).toMatchObject({ family: 4, ms: 270 })
})

test('families take turns', () => {
  const attempts = [v6(1, 'refused'), v6(2, 'connected', '2001:db8::2'), v4(1, 'refused')]
  expect(happyEyeballs(attempts)).toEqual({ address: '2001:db8::2', family: 6, ms: 4, delay: 2 })
})

test('nothing answered', () => {
  expect(happyEyeballs([v6(5, 'refused'), v4(5, 'no-route')])).toBeUndefined()
  expect(happyEyeballs([])).toBeUndefined()
})
