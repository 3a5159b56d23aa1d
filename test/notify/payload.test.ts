// What webhooks get: valid for each service, within its size, and hostile text stays text.
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Notice } from '../../src/notify/notice.ts'
import { noticeSchema } from '../../src/notify/schema.ts'
import { payloadOf } from '../../src/notify/webhook/payload.ts'
import { styleOf, WEBHOOK_STYLES } from '../../src/notify/webhook/style.ts'
import { webhookUrl } from '../../src/notify/webhook/url.ts'
import { PAYLOADS } from '../report/hostile.ts'
import { buildWhenStale, root } from '../scenarios/run.ts'
import { changedReport, hostile, notice, noticeFrom, OPTIONS } from './sample.ts'

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(noticeSchema)

/** Every text in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

describe('generic', () => {
  beforeAll(buildWhenStale)

  test('follows its schema, which is published', () => {
    expect(validate(JSON.parse(payloadOf('generic', notice))), JSON.stringify(validate.errors)).toBe(true)
    const published = JSON.parse(readFileSync(`${root}/dist/schemas/notice.schema.json`, 'utf8'))
    expect(published).toEqual(JSON.parse(JSON.stringify(noticeSchema)))
  })

  test('says what happened', () => {
    expect(notice).toMatchObject({
      schema: 'smartlic.notice/v1',
      job: 'night',
      status: 'critical',
      exit_code: 2,
      headline: '1 critical, 1 unknown, 1 new, 1 gone (leaf-221: Call Home sends to Cisco over plain HTTP)',
      counts: { healthy: 1, warning: 0, critical: 1, unknown: 1 },
      others: 1,
    })
    expect(notice.devices.map(({ name, items }) => [name, items.map(({ kind }) => kind)])).toEqual([
      ['leaf-221', ['status', 'new', 'gone']],
      ['10.20.0.99', ['unreadable']],
    ])
  })

  test('without a job: what is wrong now', () => {
    const { devices, job, others } = noticeFrom(changedReport, { ...OPTIONS, onlyChanges: false })
    expect(devices.map(({ items }) => items.map(({ kind, rule }) => `${kind} ${rule ?? ''}`.trim()))).toEqual(
      [['finding callhome-http-url', 'finding dns-no-server-in-vrf'], ['unreadable']],
    )
    expect([job, others]).toEqual(['night', 1])
  })
})

describe.each(WEBHOOK_STYLES)('%s', style => {
  test.each(Object.entries(PAYLOADS))('%s', (_name, payload) => {
    const texts = textsIn(JSON.parse(payloadOf(style, hostile(payload))))
    for (const text of texts) {
      // Slack and Webex lay out lines of their own.
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      if (style === 'webex') expect(text).not.toMatch(/<|(?<!\\)\[|(?<!\\)`|:\/\/|@\w+\.\w+>/)
      if (style === 'teams') expect(text).not.toContain('{{')
    }
    if (style === 'generic') expect(validate(hostile(payload)), JSON.stringify(validate.errors)).toBe(true)
  })

  test('thousands of devices: within what the service takes, the first ones listed, the rest counted', () => {
    const [device] = changedReport.devices
    if (device === undefined) throw new Error('no device')
    const many = noticeFrom({
      ...changedReport,
      devices: Array.from({ length: 3_000 }, (_, at) => ({ ...device, name: `leaf-${at}`, hostname: '' })),
    })
    const text = payloadOf(style, many)
    const most = { generic: 1_000_001, slack: 50_000, teams: 28_000, webex: 7_439 }[style]
    expect(Buffer.byteLength(text)).toBeLessThan(most)
    expect(text).toContain('leaf-0')
    if (style !== 'generic') expect(text).toMatch(/29\d\d more with something to tell/)
    else {
      const { devices, others } = JSON.parse(text)
      expect([devices.length + others, devices.length > 1_000]).toEqual([3_000, true])
    }
  })
})

describe('Slack', () => {
  const slack = (from: Notice) => JSON.parse(payloadOf('slack', from))

  test('blocks of plain text, the fallback escaped', () => {
    const { text, blocks } = slack(hostile('<!channel> <@U1> & *b*'))
    expect(text).not.toMatch(/<|>|\*|&(?!amp;|lt;|gt;)/)
    expect(blocks.length).toBeLessThanOrEqual(50)
    for (const block of blocks) {
      const fields = block.type === 'context' ? block.elements : [block.text]
      for (const field of fields) {
        expect(field.type).toBe('plain_text')
        expect(field.text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3_000)
        expect(field.text.length).toBeGreaterThan(0)
      }
    }
  })
})

describe('Teams', () => {
  test('a message with one Adaptive Card of texts without mark-up', () => {
    const message = JSON.parse(payloadOf('teams', notice))
    expect(message.type).toBe('message')
    const [{ contentType, content }] = message.attachments
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive')
    expect([content.type, content.version]).toEqual(['AdaptiveCard', '1.4'])
    for (const part of content.body) {
      expect(part.type).toBe('RichTextBlock')
      for (const inline of part.inlines) expect(inline.type).toBe('TextRun')
    }
    expect(JSON.stringify(content.body)).toContain('leaf-221')
  })
})

describe('Webex', () => {
  test('Markdown, escaped', () => {
    const { markdown } = JSON.parse(payloadOf('webex', hostile('**x** <@all> [y](http://evil.example)')))
    expect(markdown).toContain('\\*\\*x\\*\\* &lt;@all&gt; \\[y\\]\\(http:&#47;&#47;evil.example\\)')
  })
})

describe('the address', () => {
  test.each([
    ['hooks.slack.com', 'slack'],
    ['acme.webhook.office.com', 'teams'],
    ['prod-12.westeurope.logic.azure.com', 'teams'],
    ['default1.0b.environment.api.powerplatform.com', 'teams'],
    ['webexapis.com', 'webex'],
    ['alerts.example.net', 'generic'],
    ['hooks.slack.com.evil.example', 'generic'],
    ['xhooks.slack.com', 'generic'],
  ])('%s is %s', (host, style) => {
    expect(styleOf(host)).toBe(style)
  })

  test('plain HTTP only to this computer, or where it is allowed; the address is in no message', () => {
    for (const text of [
      'http://127.0.0.1:80/x',
      'http://[::1]/x',
      'http://localhost/x',
      'https://a.example/x',
    ])
      expect(webhookUrl(text, false).href).toContain(text.slice(0, 10))
    expect(webhookUrl('http://a.example/x', true).host).toBe('a.example')
    for (const text of ['http://a.example/SECRET', 'ftp://SECRET', 'SECRET', '', 'file:///etc/SECRET'])
      expect(() => webhookUrl(text, false)).toThrow(/^(?!.*SECRET)/)
    expect(() => webhookUrl('http://127.0.0.1.evil.example/x', false)).toThrow('plain HTTP')
  })
})
