// The report for a ticket: device text cannot break out of its place.
import { describe, expect, test } from 'vitest'
import { escapeMarkdown, fence, formatMarkdown } from '../../src/report/markdown.ts'
import { critical, finding, healthy, reportOf, unreadable, warning } from './sample.ts'

describe('the report', () => {
  const text = formatMarkdown(reportOf(healthy, critical, unreadable, warning))

  test('has an overview, then the worst device first', () => {
    expect(text.indexOf('| Device | Platform |')).toBeGreaterThan(0)
    expect(text.indexOf('## 10.20.0.11')).toBeLessThan(text.indexOf('## core-1'))
  })

  test('quotes evidence and lines to paste in code blocks', () => {
    expect(text).toContain('```text\nshow running-config callhome:12 | destination-profile CiscoTAC-1 http')
    expect(text).toContain('\n  destination-profile CiscoTAC-1 http https://tools.cisco.com/')
  })

  test('has a table of all deadlines', () => {
    expect(text).toContain('| Deadline | Date | Level | Consequence | Attempts |')
    expect(text).toMatch(/^\| 19 days until .* \| 2026-03-21 04:11:09 UTC \| warning \| On that day .* \|$/m)
    expect(text).toMatch(/^\| 201 days until .* \| {2}\| ok \|/m)
  })

  test('names what is not known', () => {
    expect(text).toContain('show ip route vrf management would settle 3 checks')
    expect(text).toContain('**Could not be read:** 10.20.0.99 port 22 refused the connection')
  })
})

test('inline text is plain text', () => {
  expect(escapeMarkdown('<img src=x> [a](b) *c* _d_ `e` | f')).toBe(
    '&lt;img src=x&gt; \\[a\\](b) \\*c\\* \\_d\\_ \\`e\\` \\| f',
  )
  expect(escapeMarkdown('# head\nnext')).toBe('\\# head next')
  expect(escapeMarkdown('http://evil.example')).not.toContain('http://')
})

test('a fence is longer than any run of backticks inside', () => {
  const block = fence(['a ``` b', '`````', 'c'])
  expect(block.startsWith('``````text\n')).toBe(true)
  expect(block.endsWith('\n``````')).toBe(true)
})

test('a device that prints a fence stays inside its block', () => {
  const evil = finding({
    rule: 'x',
    evidence: [{ command: 'show x', line: 1, text: '```\n# owned', origin: 'x' }],
  })
  const text = formatMarkdown(reportOf({ ...critical, findings: [evil] }))
  expect(text).not.toMatch(/^# owned/m)
})
