// The notice as each kind of webhook wants it. Device text stays text: where a service has a field without mark-up, it is used.
import { itemText, type Notice, type NoticeDevice, shortened } from '../notice.ts'
import type { WebhookStyle } from './style.ts'

/** JSON text, within the size the service takes. */
export function payloadOf(style: WebhookStyle, notice: Notice): string {
  switch (style) {
    case 'generic':
      return fitting(notice, MOST_GENERIC, generic, notice.devices.length)
    case 'slack':
      return fitting(notice, MOST_SLACK, slack)
    case 'teams':
      return fitting(notice, MOST_TEAMS, teams)
    case 'webex':
      return fitting(notice, MOST_WEBEX, webex)
  }
}

/** Most receivers take a megabyte. */
const MOST_GENERIC = 1_000_000
/** Characters of all blocks; Slack takes 50 blocks of 3,000 each. */
const MOST_SLACK = 40_000
/** Bytes of a message of the Workflows app: 28 KB. */
const MOST_TEAMS = 27_000
/** Bytes of `markdown`: 7,439, counted here with the JSON around them. */
const MOST_WEBEX = 7_000
/** More devices are counted, not listed: nobody reads them in a chat. */
const MOST_DEVICES = 40
const MOST_ITEMS = 10
const MOST_TEXT = 300

type Build = (notice: Notice, devices: readonly NoticeDevice[], left: string) => object

/** Devices are left out, from the end, until it fits. */
function fitting(notice: Notice, most: number, build: Build, listed = MOST_DEVICES): string {
  for (let count = Math.min(notice.devices.length, listed); ; count = Math.floor(count * 0.8)) {
    const more = notice.devices.length - count
    const left = [more > 0 ? `${more} more with something to tell` : '', `${notice.others} others`]
    const text = JSON.stringify(
      build(notice, notice.devices.slice(0, count), left.filter(part => part !== '').join(', ')),
    )
    if (count === 0 || Buffer.byteLength(text) <= most) return text
  }
}

/** The notice as it is; what does not fit counts among the others. */
function generic(notice: Notice, devices: readonly NoticeDevice[]): object {
  return { ...notice, devices, others: notice.others + notice.devices.length - devices.length }
}

function title({ headline, job }: Notice): string {
  return `smartlic${job === undefined ? '' : ` ${job}`}: ${shortened(headline, MOST_TEXT)}`
}

function linesOf(device: NoticeDevice): string[] {
  const items = device.items.slice(0, MOST_ITEMS)
  const more = device.items.length - items.length
  return [
    ...items.map(item => `${item.kind} ${shortened(itemText(item), MOST_TEXT)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ]
}

function head({ name, status }: NoticeDevice): string {
  return `${status.toUpperCase()} ${shortened(name, 100)}`
}

/** `plain_text` knows no mark-up, mentions or links; the fallback text does, so it is escaped (Slack: &, <, >). */
function slack(notice: Notice, devices: readonly NoticeDevice[], left: string): object {
  const plain = (text: string): object => ({ type: 'plain_text', text: shortened(text, 2_900), emoji: false })
  return {
    text: slackText(title(notice)),
    unfurl_links: false,
    blocks: [
      { type: 'header', text: { ...plain(''), text: shortened(title(notice), 150) } },
      ...devices.map(device => ({
        type: 'section',
        text: plain([head(device), ...linesOf(device).map(line => `• ${line}`)].join('\n')),
      })),
      { type: 'context', elements: [plain(`${left}, on ${notice.host}`)] },
    ],
  }
}

function slackText(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[*_~`]/g, ' ')
}

const COLOURS = { critical: 'attention', warning: 'warning', unknown: 'accent', healthy: 'good' } as const

/** A message with an Adaptive Card. A TextRun knows no Markdown, unlike a TextBlock; `{{DATE(...)}}` is read in both. */
function teams(notice: Notice, devices: readonly NoticeDevice[], left: string): object {
  const run = (text: string, look: object = {}): object => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: text.replace(/\{\{/g, '{ {').replace(/\}\}/g, '} }'), ...look }],
  })
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            run(title(notice), { weight: 'bolder', size: 'medium', color: COLOURS[notice.status] }),
            ...devices.flatMap(device => [
              run(head(device), { weight: 'bolder', color: COLOURS[device.status] }),
              ...linesOf(device).map(line => run(line)),
            ]),
            run(`${left}, on ${notice.host}`, { isSubtle: true, size: 'small' }),
          ],
        },
      },
    ],
  }
}

/** Markdown with a little HTML, mentions as `<@...>`. */
function webex(notice: Notice, devices: readonly NoticeDevice[], left: string): object {
  const lines = [
    `**${escapeMarkdown(title(notice))}**`,
    ...devices.map(device =>
      [
        `**${escapeMarkdown(head(device))}**`,
        ...linesOf(device).map(line => `- ${escapeMarkdown(line)}`),
      ].join('\n'),
    ),
    escapeMarkdown(`${left}, on ${notice.host}`),
  ]
  return { markdown: lines.join('\n\n') }
}

function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*_[\]|#~!()]/g, '\\$&')
      // What would become a link by itself.
      .replace(/:\/\//g, ':&#47;&#47;')
      .replace(/\bwww\./gi, word => `${word.slice(0, -1)}&#46;`)
  )
}
