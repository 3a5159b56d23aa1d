// Flags for runs nobody watches: what a job remembers, and who is told.
import { Flags } from '@oclif/core'
import { WEBHOOK_STYLES } from '../notify/webhook/style.ts'

const JOB = 'JOB'
/** Runs of one job are compared with each other and do not overlap. */
export const jobFlags = {
  'only-changes': Flags.boolean({
    summary:
      'text and markdown on stdout, and notifications, tell only what is new, gone or otherwise than in the last run of the job; with --quiet nothing when there is no such thing',
    helpGroup: JOB,
  }),
  job: Flags.string({
    summary:
      'name of the job: its runs do not overlap, and findings are marked new or still (default with --only-changes: by the devices named)',
    helpValue: 'NAME',
    helpGroup: JOB,
  }),
  'lock-wait': Flags.integer({
    summary: 'wait so long for another run of the job to end (default: 0)',
    helpValue: 'SECONDS',
    min: 0,
    max: 86_400,
    helpGroup: JOB,
  }),
}

/** In place of the one of commands that only collect. */
export const quietFlag = {
  quiet: Flags.boolean({
    char: 'q',
    summary: 'no progress and no notes; text and markdown on stdout only when the exit code is not 0',
    helpGroup: 'RUN',
  }),
}

const NOTIFY = 'NOTIFY'
/** Sent when the exit code is not 0, with --only-changes when something changed. */
export const notifyFlags = {
  syslog: Flags.string({
    summary:
      'a line a change to syslog: local (by the program logger), the path of a socket, or a server (UDP)',
    helpValue: 'local|/SOCKET|HOST[:PORT]',
    multiple: true,
    // Otherwise the words after it would be taken for targets, too.
    multipleNonGreedy: true,
    helpGroup: NOTIFY,
  }),
  'webhook-file': Flags.string({
    summary:
      'post to the webhook whose address is in this file, which only you can read (or SMARTLIC_WEBHOOK_URL)',
    helpValue: 'FILE',
    helpGroup: NOTIFY,
  }),
  'webhook-style': Flags.option({
    summary: 'what the webhook wants (default: by its host, else generic)',
    options: WEBHOOK_STYLES,
    helpGroup: NOTIFY,
  })(),
  'webhook-http': Flags.boolean({
    summary: 'the webhook may be plain HTTP on another computer',
    helpGroup: NOTIFY,
  }),
  'mail-to': Flags.string({
    summary: 'mail what is to be told; several times for several people',
    helpValue: 'ADDRESS',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: NOTIFY,
  }),
  'mail-from': Flags.string({
    summary: 'sender of the mail (default: you at this computer)',
    helpValue: 'ADDRESS',
    helpGroup: NOTIFY,
  }),
  'smtp-file': Flags.string({
    summary:
      'smtp://USER:PASSWORD@HOST:587 or smtps://... in a file which only you can read (or SMARTLIC_SMTP_URL; default: smtp://localhost:25)',
    helpValue: 'FILE',
    helpGroup: NOTIFY,
  }),
}
