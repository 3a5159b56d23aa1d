// The HTML report as text; what it does in a browser is tested with Chromium in test/services.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { html, Markup } from '../../src/report/html/markup.ts'
import { timeline } from '../../src/report/html/timeline.ts'
import { formatHtml } from '../../src/report/html.ts'
import { critical, healthy, planned, reportOf, unreadable, warning } from './sample.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64')
const page = formatHtml(reportOf(healthy, { ...planned, groups: ['berne'] }, unreadable, warning), sha256)

describe('the page', () => {
  test('allows exactly its own style and script, and holds no other', () => {
    const [policy = ''] = /content="(default-src[^"]*)"/.exec(page)?.slice(1) ?? []
    const parts = new Map(
      policy
        .replaceAll('&#39;', "'")
        .split('; ')
        .map(part => [part.split(' ')[0], part]),
    )
    const inside = (name: string): string[] =>
      [...page.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(([, text = '']) => text)
    expect(parts.get('default-src')).toBe("default-src 'none'")
    expect(inside('style').map(text => `style-src 'sha256-${sha256(text)}'`)).toEqual([
      parts.get('style-src'),
    ])
    expect(inside('script').map(text => `script-src 'sha256-${sha256(text)}'`)).toEqual([
      parts.get('script-src'),
    ])
    expect([...parts.keys()]).toEqual([
      'default-src',
      'style-src',
      'script-src',
      'base-uri',
      'form-action',
      'require-trusted-types-for',
    ])
  })

  test('names nothing outside but the references', () => {
    const addresses = page.match(/\b(?:src|href|action|poster|data|xlink:href)="(?!#)[^"]*"/g)
    expect(new Set(addresses)).toEqual(new Set(['href="https://www.cisco.com/c/en/us/support/index.html"']))
    expect(page).not.toMatch(/url\(|@import|<link|<img|<iframe|<object/)
  })

  test('has an overview and a page a device, the worst first', () => {
    expect(page.match(/<section id="device-\d+"/g)).toHaveLength(4)
    expect(page).toMatch(/<a href="#device-1">10\.20\.0\.11 \(edge-sw1\)<\/a>/)
    expect(page).toContain('<option value="berne">berne</option>')
    expect(page).toContain(
      '<option value="callhome-http-url">Call Home sends to Cisco over plain HTTP (1)</option>',
    )
  })

  test('quotes the plan as it is to be pasted', () => {
    const [, lines = ''] = /aria-label="Paste on 10\.20\.0\.11 \(edge-sw1\)">([^<]*)<\/pre>/.exec(page) ?? []
    expect(lines.replaceAll('&lt;', '<').replaceAll('&gt;', '>').split('\n')).toEqual(planned.plan?.config)
    expect(page).toContain('data-fill="&lt;DNS&gt;"')
  })

  test('one device needs no overview', () => {
    const one = formatHtml(reportOf(critical), sha256)
    expect(one).not.toContain('id="overview"')
    expect(one).toContain('<section id="device-1"')
    expect(formatHtml(reportOf(), sha256)).toContain('No device found in the input.')
  })
})

describe('the timeline', () => {
  const mark = (days: number) => ({ label: `${days}`, days, level: 'ok' as const, device: 0 })
  const places = (...days: number[]): number[] =>
    [...timeline('t', days.map(mark), undefined).html.matchAll(/<svg x="([\d.]+)%"/g)].map(([, x]) =>
      Number(x),
    )

  test('keeps the order of the days and stays inside', () => {
    const [long, past, today, week, year, far] = places(-5_000, -1, 0, 7, 365, 1e9) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    expect([long, past, today, week, year, far]).toEqual(
      [...[long, past, today, week, year, far]].sort((a, b) => a - b),
    )
    expect(long).toBeGreaterThanOrEqual(0)
    expect(far).toBeLessThanOrEqual(100)
    // A week takes more room than the last week of a year.
    expect(week - today).toBeGreaterThan((year - today) / 52)
  })

  test('without a known day there is no picture', () => {
    expect(timeline('t', [], undefined).html).toBe('')
  })
})

test('text put into markup is escaped, markup is not', () => {
  expect(
    html`<p class="${'a"b'}">${'<b>&'}${html`<i>${1}</i>`}${[new Markup('<u>'), '>']}${undefined}</p>`.html,
  ).toBe('<p class="a&quot;b">&lt;b&gt;&amp;<i>1</i><u>&gt;</p>')
})
