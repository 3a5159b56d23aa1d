// Which monitoring system hears of a run that failed.
import { expect, test } from 'vitest'
import { monitoringAsked } from '../../src/cli/monitoring.ts'
import { failureLine } from '../../src/report/monitoring/failure.ts'

test.each([
  ['check sw1 -f nagios', 'nagios'],
  ['check sw1 --format icinga', 'icinga'],
  ['check sw1 --format=checkmk', 'checkmk'],
  ['check sw1 -fnagios', 'nagios'],
  ['check sw1 -o nagios=-', 'nagios'],
  ['check sw1 --output=checkmk=- -o html=a', 'checkmk'],
  ['check sw1 -f nagios -o html=a', 'nagios'],
  ['check sw1 -f nagios -o -', 'nagios'],
  ['check sw1 -f nagios -o file', undefined],
  ['check sw1 -o nagios=file', undefined],
  ['check nagios', undefined],
  ['check sw1 -f json', undefined],
  ['check sw1 -f', undefined],
])('%s', (line, format) => {
  expect(monitoringAsked(line.split(' '))).toBe(format)
})

test('the line says unknown, in the form of the system, on one line', () => {
  const why = 'cannot read `x` | y\n"z"'
  expect(failureLine('nagios', why)).toBe('SMARTLIC UNKNOWN - cannot read x / y z\n')
  expect(failureLine('checkmk', why)).toBe('3 "Smart Licensing" - cannot read x / y z\n')
})
