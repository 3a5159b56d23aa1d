// Use case: who is told, and telling them. What is wrong with the settings is found before a device is called.
import { readSecret } from '../../inventory/credentials.ts'
import { present } from '../../inventory/settings.ts'
import type { Report } from '../../model/report.ts'
import type { WebhookStyle } from '../../notify/webhook/style.ts'
import type { NoticeOptions } from './notice.ts'

export interface NotifyOptions {
  /** `local`, the path of a socket, or HOST[:PORT]. */
  readonly syslog?: readonly string[]
  /** File with the webhook's address; else SMARTLIC_WEBHOOK_URL. */
  readonly webhookFile?: string
  readonly webhookStyle?: WebhookStyle
  /** Plain HTTP to other computers is allowed. */
  readonly webhookHttp?: boolean
  readonly mailTo?: readonly string[]
  readonly mailFrom?: string
  /** File with the mail server's address; else SMARTLIC_SMTP_URL, else this computer's. */
  readonly smtpFile?: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** One way of telling; throws a sentence when it failed. */
type Channel = (report: Report, options: NoticeOptions) => Promise<void>

export class Notifier {
  private readonly channels: readonly Channel[]

  private constructor(channels: readonly Channel[]) {
    this.channels = channels
  }

  /** @throws Error when an address, a file or a setting cannot be used */
  static async open(options: NotifyOptions): Promise<Notifier> {
    const channels = [
      ...(await syslogChannels(options)),
      ...(await webhookChannels(options)),
      ...(await mailChannels(options)),
    ]
    return new Notifier(channels)
  }

  get used(): boolean {
    return this.channels.length > 0
  }

  /** Sends when there is something to tell. One way that fails keeps no other from being tried. */
  async tell(report: Report, options: NoticeOptions): Promise<readonly string[]> {
    if (!this.used) return []
    const { toldDevices } = await import('./notice.ts')
    const something =
      toldDevices(report, options).length > 0 || (!options.onlyChanges && options.exitCode !== 0)
    if (!something) return []
    const results = await Promise.allSettled(this.channels.map(send => send(report, options)))
    return results.flatMap(result =>
      result.status === 'rejected' ? [(result.reason as Error).message || 'a notification failed'] : [],
    )
  }
}

async function notice(report: Report, options: NoticeOptions) {
  const { noticeOf, toldDevices } = await import('./notice.ts')
  return noticeOf(report, toldDevices(report, options), options)
}

async function syslogChannels({ syslog = [] }: NotifyOptions): Promise<Channel[]> {
  if (syslog.length === 0) return []
  const [{ sendSyslog, syslogTarget }, { syslogLines }] = await Promise.all([
    import('../../notify/syslog/send.ts'),
    import('../../notify/syslog/lines.ts'),
  ])
  return syslog
    .map(syslogTarget)
    .map(target => async (report, options) => sendSyslog(target, syslogLines(await notice(report, options))))
}

async function webhookChannels(options: NotifyOptions): Promise<Channel[]> {
  const address = await readSecret({
    label: 'webhook address',
    ...present('file', options.webhookFile),
    ...present('env', options.env['SMARTLIC_WEBHOOK_URL']),
  })
  if (address === undefined) {
    if (options.webhookStyle !== undefined || options.webhookHttp === true)
      throw new Error('there is no webhook: give its address by --webhook-file FILE or SMARTLIC_WEBHOOK_URL')
    return []
  }
  const [{ webhookUrl }, { styleOf }, { payloadOf }, { postWebhook }] = await Promise.all([
    import('../../notify/webhook/url.ts'),
    import('../../notify/webhook/style.ts'),
    import('../../notify/webhook/payload.ts'),
    import('../../notify/webhook/send.ts'),
  ])
  const url = webhookUrl(address, options.webhookHttp === true)
  const style = options.webhookStyle ?? styleOf(url.hostname)
  return [async (report, about) => postWebhook(url, payloadOf(style, await notice(report, about)))]
}

async function mailChannels(options: NotifyOptions): Promise<Channel[]> {
  const { mailTo = [], mailFrom, smtpFile, env } = options
  if (mailTo.length === 0) {
    if (mailFrom !== undefined || smtpFile !== undefined)
      throw new Error('there is nobody to mail to: give --mail-to ADDRESS')
    return []
  }
  const [{ LOCAL_SMTP, mailAddress, smtpOf }, { sendMail }, { mailOf, senderOf }] = await Promise.all([
    import('../../notify/mail/smtp.ts'),
    import('../../notify/mail/send.ts'),
    import('./mail.ts'),
  ])
  const to = mailTo.map(one => mailAddress('--mail-to', one))
  const from = mailFrom === undefined ? senderOf() : mailAddress('--mail-from', mailFrom)
  const address = await readSecret({
    label: 'mail server address',
    ...present('file', smtpFile),
    ...present('env', env['SMARTLIC_SMTP_URL']),
  })
  const smtp = smtpOf(address ?? LOCAL_SMTP)
  return [async (report, about) => sendMail(smtp, { from, to, ...(await mailOf(report, about)) })]
}
