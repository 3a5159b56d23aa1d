// The path in the formats for a person.
import { describe, expect, test } from 'vitest'
import type { PathHop } from '../../src/model/report.ts'
import { formatMarkdown } from '../../src/report/markdown.ts'
import { plainStyle } from '../../src/report/style.ts'
import { formatText } from '../../src/report/text.ts'
import { critical, healthy, reportOf } from './sample.ts'

const line = { command: 'show logging', line: 7, text: 'ERR 207 : Connection time out', origin: 'x.txt' }

function hop(name: PathHop['hop'], status: PathHop['status'], more: Partial<PathHop> = {}): PathHop {
  return { hop: name, status, note: '', evidence: [], rules: [], ...more }
}

const path: readonly PathHop[] = [
  hop('mode', 'ok', { note: 'classic', evidence: [line] }),
  hop('url', 'ok', { note: 'https://a|b.example.net/' }),
  hop('vrf', 'not-needed'),
  hop('route', 'unknown', { note: '`show ip route 0.0.0.0` settles it' }),
  hop('tcp', 'broken', { note: 'the device says "Connection time out"', evidence: [line] }),
  hop('tls', 'unknown', { note: 'not reached: tcp is broken before it' }),
]
const device = { ...critical, path }

const text = (more: Partial<typeof device> = {}, width = 160): string =>
  formatText(reportOf({ ...device, ...more }), { style: plainStyle(width) })

describe('text', () => {
  test('one row: what is on the way in its order, what is not at its end', () => {
    expect(text()).toContain(
      ' path      ✔ ok: mode url → ? unknown: route → ✖ BROKEN: tcp → ? not reached: tls – not needed: vrf\n',
    )
  })

  test('no line is wider than the terminal', () => {
    for (const row of text({}, 60).split('\n').slice(0, 12)) expect(row.length).toBeLessThanOrEqual(60)
  })

  test('where no cause is known the open hops say what settles them', () => {
    expect(text()).toContain('? route: `show ip route 0.0.0.0` settles it')
    expect(text()).not.toContain('not reached: tcp is broken before it')
    const explained = path.map(one => (one.hop === 'tcp' ? { ...one, rules: ['tcp-443-blocked'] } : one))
    expect(text({ path: explained })).not.toContain('settles it')
  })

  test('verbose says of each hop what was seen', () => {
    const long = formatText(reportOf(device), { style: plainStyle(160), verbose: true })
    expect(long).toContain('✔ mode: classic')
    expect(long).toContain('✖ tcp: the device says "Connection time out"')
  })

  test('a healthy device stays one line', () => {
    expect(formatText(reportOf(healthy)).trim().split('\n')).toHaveLength(1)
  })
})

describe('Markdown', () => {
  const page = formatMarkdown(reportOf(device))

  test('a row a hop with its proof, the hops that are not needed below', () => {
    expect(page).toContain('| Hop | Status | Seen | Proof |')
    expect(page).toContain(
      '| tcp | BROKEN | the device says "Connection time out" | show logging:7 \\| ERR 207',
    )
    expect(page).toContain('Not needed: vrf')
  })

  test('device text cannot break out of its cell', () => {
    expect(page).toContain('a\\|b.example.net')
  })

  test('a healthy device has a line for it', () => {
    const calm = formatMarkdown(reportOf(healthy))
    expect(calm).toContain('| Path | ')
    expect(calm).not.toContain('### Path')
  })
})
