// Log lines a device writes into the middle of an answer: taken out of the parsed copy, and counted.

import { TERMINAL_WIDTHS } from '../model/terminal.ts'

/** `*Nov 22 10:00:01.123: %SYS-5-CONFIG_I: ...`, `000123: Nov 22 ...`, `2026 Nov 22 10:00:01 leaf-1 %ETHPORT-5-IF_UP: ...`. */
const IOS_OR_NXOS =
  /^(?:<\d{1,3}>)?(?:\d{1,10}: )?[*.]?(?:\d{4} )?[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d[^%]{0,120}%[A-Z][A-Z0-9_-]{0,60}-[0-7]-[A-Z0-9_]{1,60}:/
/** `RP/0/RSP0/CPU0:Nov 22 10:00:01.123 UTC: config[65793]: %MGBL-CONFIG-6-DB_COMMIT : ...` */
const XR =
  /^(?:RP|LC|0)\/[\w/]{1,20}:[A-Z][a-z]{2} {1,2}\d{1,2} [^%]{0,120}%[A-Z][A-Z0-9_-]{0,80}-[0-7]-[A-Z0-9_]{1,60} ?:/

const WIDTHS: ReadonlySet<number> = new Set(TERMINAL_WIDTHS)

/** Commands whose answer is made of such lines. */
const OWN_LOG_LINES = /\b(?:logging|tech|tech-support|eventlog|trace|history)\b/

export interface Lifted {
  readonly text: string
  /** Lines taken out. */
  readonly count: number
  /** Lines that stay although they are log lines: the answer is not the command's alone. */
  readonly left: number
}

/**
 * Whole lines only: what a log line tore apart inside a line cannot be put together again without guessing. One that a
 * terminal may have wrapped stays: without its beginning nobody would know the rest, a password perhaps, for what it is.
 */
export function liftLogLines(command: string, text: string): Lifted {
  if (OWN_LOG_LINES.test(command) || !text.includes('%')) return { text, count: 0, left: 0 }
  const kept: string[] = []
  let count = 0
  let left = 0
  for (const line of text.split('\n')) {
    const logged = IOS_OR_NXOS.test(line) || XR.test(line)
    const wrapped = logged && WIDTHS.has(line.trimEnd().length)
    if (wrapped) left += 1
    if (logged && !wrapped) count += 1
    else kept.push(line)
  }
  return { text: count === 0 ? text : kept.join('\n'), count, left }
}
