// The mail for a run: its subject in words of a NOC, what the terminal would show, and the HTML report where it is small.
import { createHash } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import type { Report } from '../../model/report.ts'
import { shortened } from '../../notify/notice.ts'
import { type NoticeOptions, noticeOf, toldDevices } from './notice.ts'

/** Mail programs cut what is longer, or do not show it. */
const MOST_HTML = 200_000
const MOST_TEXT = 500_000
const MOST_SUBJECT = 200

export async function mailOf(
  report: Report,
  options: NoticeOptions,
): Promise<{ readonly subject: string; readonly text: string; readonly html?: string }> {
  const told = { ...report, devices: toldDevices(report, options) }
  const { headline, job } = noticeOf(report, told.devices, options)
  const html = await htmlOf(told)
  const text = await textOf(report, told, options)
  return {
    subject: shortened(`smartlic${job === undefined ? '' : ` ${job}`}: ${headline}`, MOST_SUBJECT),
    text: text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}\n...\n`,
    ...(html.length > MOST_HTML ? {} : { html }),
  }
}

async function textOf(report: Report, told: Report, { onlyChanges }: NoticeOptions): Promise<string> {
  if (onlyChanges) return (await import('../../report/changes.ts')).formatChanges(report)
  return (await import('../../report/text.ts')).formatText(told)
}

/** Without the script: mail programs run none, and distrust mails that have one. */
async function htmlOf(report: Report): Promise<string> {
  const { formatHtml } = await import('../../report/html.ts')
  const html = formatHtml(report, text => createHash('sha256').update(text).digest('base64'))
  const from = html.indexOf('<script')
  const to = html.indexOf('</script>', from)
  return from < 0 || to < 0 ? html : html.slice(0, from) + html.slice(to + '</script>'.length)
}

/** As cron itself names the sender: the user at this computer. */
export function senderOf(): string {
  const user = userInfo().username.replace(/[^A-Za-z0-9._-]/g, '') || 'smartlic'
  const host = hostname()
    .replace(/[^A-Za-z0-9.-]/g, '')
    .replace(/^[.-]+|[.-]+$/g, '')
  return `${user}@${host === '' ? 'localhost' : host}`
}
