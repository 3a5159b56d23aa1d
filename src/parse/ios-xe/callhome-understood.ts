// `show call-home ...` commands of IOS XE that tell of the Call Home service but not of licensing.
import type { CommandParser } from '../contract.ts'
import { understood } from './understood.ts'

const DASHES = /^-{4}[-\s]*$/
/** `show call-home` and its `detail` hold some of these parts as well. */
const isWhole = (head: string): boolean => /Current call home settings/i.test(head)
const COUNTS = /^[A-Z-][\w-]{1,30}\s+\d{1,10}\s+\d{1,10}\s+\d{1,10}$/i

export const callHomeUnderstood: readonly CommandParser[] = [
  understood({
    command: 'show call-home alert-group',
    recognise: head => /^[ \t]*Available alert groups:/im.test(head) && !isWhole(head),
    lines: [
      /^Available alert groups:$/i,
      /^Keyword\s+State\s+Description$/i,
      DASHES,
      /^[\w-]{2,30}\s+(Enable|Disable)d?\s+\S/i,
    ],
  }),
  understood({
    command: 'show call-home diagnostic-signature',
    recognise: head => /^[ \t]*Current diagnostic-signature settings:/im.test(head),
    lines: [
      /^Current diagnostic-signature settings:$/i,
      /^(Diagnostic-signature|Profile|Environment variable): ?/i,
      /^Downloading\s+URL\(s\):/i,
      /^(Not yet set up|Downloaded DSes:|Last Update)$/i,
      /^DS ID\s+DS Name\s/i,
      DASHES,
    ],
  }),
  understood({
    command: 'show call-home events',
    recognise: head => /^[ \t]*Active event list:/im.test(head),
    lines: [
      /^Active event list:$/i,
      /^Profile\s+Alert Group\s+Internal Index\s/i,
      DASHES,
      /^\S{1,64}\s+[\w-]{2,30}\s+\d{1,6}\s*\/\d{1,6}\s/,
    ],
  }),
  understood({
    command: 'show call-home mail-server status',
    recognise: head =>
      /^[ \t]*Mail-server\[\d{1,2}\]:.{1,200}\[(Not )?Available\]/im.test(head) && !isWhole(head),
    lines: [/^Mail-server\[\d{1,2}\]: Address: /i],
  }),
  understood({
    // Counted by alert group. Licensing messages have a table of their own (`show call-home smart-licensing
    // statistics`), so a failed inventory message here is no sign of failing licensing.
    command: 'show call-home statistics',
    recognise: head => /^[ \t]*Message Types\s+Total\s+Email\s+HTTP/im.test(head),
    lines: [
      /^Message Types\s+Total\s+Email\s+HTTP$/i,
      DASHES,
      /^Total Ratelimit$/i,
      /^Total [\w-]{2,20}\s+\d{1,10}\s+\d{1,10}\s+\d{1,10}$/i,
      COUNTS,
      /^Last call-home message sent time: /i,
    ],
  }),
  understood({
    command: 'show call-home version',
    recognise: head => /^[ \t]*Call-Home Version \d/im.test(head),
    lines: [/^Call-Home Version \d/i, /^Component Version:$/i, /^(eem-)?call-home: /i],
  }),
]
