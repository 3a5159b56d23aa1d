// Flags several commands share, worded once.
import { Flags } from '@oclif/core'
import { PLATFORMS } from '../model/platform.ts'
import { DEFAULT_THRESHOLDS } from '../model/thresholds.ts'
import { FAIL_ON, UNREACHABLE } from './exit.ts'
import { FORMATS } from './formats.ts'

/** How the report is shown and what counts as failure. */
export const reportFlags = {
  format: Flags.option({
    char: 'f',
    summary:
      'text for a person, json for a program, ndjson for a line a device, markdown for a ticket, html for a browser, csv for a spreadsheet, junit and sarif for a CI server, prometheus, nagios, icinga and checkmk for monitoring (default: by the name of --output, else text)',
    options: FORMATS,
  })(),
  output: Flags.string({
    char: 'o',
    summary:
      'write the report to this file instead of stdout; it appears complete or not at all. Several times with FORMAT=FILE for several reports of one run; - is stdout',
    helpValue: '[FORMAT=]FILE',
    multiple: true,
    // Otherwise the words after it would be taken for files, too.
    multipleNonGreedy: true,
  }),
  verbose: Flags.boolean({
    char: 'v',
    summary: 'show healthy devices in full, notes, all evidence and each fix by itself',
  }),
  'fail-on': Flags.option({
    summary:
      'exit 0 below this line on the scale 1 warning, 2 critical, 3 unknown; never: 0 whenever a report was made',
    options: FAIL_ON,
    default: 'warning',
  })(),
}

export const unreachableFlag = {
  unreachable: Flags.option({
    summary: 'what a device that could not be read counts as',
    options: UNREACHABLE,
    default: 'unknown',
  })(),
}

export const rulesFlag = {
  rules: Flags.string({
    summary: 'add the rules in this directory to the shipped ones; may be given several times',
    helpValue: 'DIR',
    multiple: true,
    // Otherwise the words after it would be taken for directories, too.
    multipleNonGreedy: true,
  }),
}

/** What is known and accepted: `coverOf` reads them. */
export const coverFlags = {
  waivers: Flags.string({
    summary:
      'findings named in this file are accepted until their day: shown as waived, they do not count; may be given several times',
    helpValue: 'FILE',
    multiple: true,
    // Otherwise the words after it would be taken for files, too.
    multipleNonGreedy: true,
  }),
  baseline: Flags.string({
    summary: 'what this saved run found as well is shown as waived and does not count: only what is new does',
    helpValue: 'RUN',
  }),
}

/** The two in words of the use case. */
export function coverOf(flags: {
  readonly waivers?: readonly string[] | undefined
  readonly baseline?: string | undefined
}): { readonly waivers?: readonly string[]; readonly baseline?: string } {
  const { waivers, baseline } = flags
  return { ...(waivers === undefined ? {} : { waivers }), ...(baseline === undefined ? {} : { baseline }) }
}

/** For saved output that does not tell by itself what it is. */
export const inputFlags = {
  platform: Flags.option({ summary: 'platform of the output, when it does not tell', options: PLATFORMS })(),
  command: Flags.string({
    summary: 'the command the output is of, when the file holds one bare output',
    helpValue: '"show ..."',
  }),
}

/** A hundred years: more is a slip of the finger. */
const MOST_DAYS = 36_500

/** From when a deadline is a warning, and from when critical: `thresholdsOf` reads them. */
export const deadlineFlags = {
  'warn-days': Flags.integer({
    summary: `a deadline is a warning with fewer days left than this (default: ${DEFAULT_THRESHOLDS.warnDays})`,
    helpValue: 'N',
    min: 0,
    max: MOST_DAYS,
  }),
  'critical-days': Flags.integer({
    summary: `a deadline is critical with fewer days left than this; at most --warn-days (default: ${DEFAULT_THRESHOLDS.criticalDays}, or --warn-days where that is less)`,
    helpValue: 'N',
    min: 0,
    max: MOST_DAYS,
  }),
}
