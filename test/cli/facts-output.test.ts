// Facts as text for grep and as JSON for programs.
import { expect, test } from 'vitest'
import { readFacts } from '../../src/app/facts.ts'
import { factsJson, factsText } from '../../src/cli/facts-output.ts'
import { createTheme } from '../../src/cli/theme.ts'

const device = readFacts({
  name: 'sw1',
  platform: 'nx-os',
  captures: [
    {
      command: 'show running-config callhome',
      status: 'ok',
      text: 'callhome\n  email-contact noc@example.net\n  frobnicate 7\n  enable\n',
      firstLine: 10,
      origin: 'sw1.txt',
    },
  ],
})
const theme = createTheme({ stream: {}, plain: true })

test('a fact a line: path, value, command and line', () => {
  const lines = factsText([device], { missing: false, coverage: false }, theme).split('\n')
  expect(lines).toContain('callhome.contact_email = "noc@example.net"   show running-config callhome:11')
  expect(lines).toContain('callhome.enabled = true   show running-config callhome:13')
})

test('what is missing and what was not understood, on demand', () => {
  const text = factsText([device], { missing: true, coverage: true }, theme)
  expect(text).toMatch(/^license\S* .*would settle it$/m)
  expect(text).toMatch(/show running-config callhome: \d of \d lines understood/)
  expect(text).toContain('12 |   frobnicate 7')
})

test('JSON holds the tree and the proof', () => {
  const { schema, devices } = JSON.parse(factsJson([device], { missing: true, coverage: true }))
  expect(schema).toBe('smartlic.facts/v1')
  expect(devices[0].facts.callhome.contact_email).toBe('noc@example.net')
  expect(devices[0].sources['callhome.contact_email'][0]).toMatchObject({ line: 11, origin: 'sw1.txt' })
  expect(Object.keys(devices[0].missing).length).toBeGreaterThan(0)
})
