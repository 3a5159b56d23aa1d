// `show tech-support` and other files that name each command in a heading of its own.
import type { Platform } from '../../model/platform.ts'
import { cutReason } from './log.ts'
import type { Segment } from './types.ts'

// IOS XE and XR draw dashes around the command, NX-OS puts it between backticks.
const DASHED = /^\s{0,3}-{5,}\s*((?:admin )?(?:show|dir|more)\b[^-]?.{0,150}?)\s*-{5,}\s*$/i
const TICKED = /^\s{0,3}`((?:show|dir)\b[^`]{0,200})`\s*$/i
/** The command typed on a line of its own, as scripts that collect without prompts write it. */
const BARE = /^(?:admin )?show [a-z][\w -]{1,60}(?:\| ?[a-z]+ .{1,80})?$/
/** NX-OS repeats the command at the top of a configuration. */
const ECHOED = /^!Command: (show [\w -]{1,80})$/

export interface Heading {
  readonly command: string
  readonly platform?: Platform
}

export function readHeading(line: string): Heading | undefined {
  const dashed = DASHED.exec(line.slice(0, 300))?.[1]
  if (dashed !== undefined) return { command: dashed.trim() }
  const ticked = TICKED.exec(line.slice(0, 300))?.[1]
  return ticked === undefined ? undefined : { command: ticked.trim(), platform: 'nx-os' }
}

/**
 * Splits at headings; empty when there is none. `known` tells whether a bare line is a command (an echo without a
 * prompt): any other line that reads like one is output.
 */
export function splitHeadings(lines: readonly string[], known: (command: string) => boolean): Segment[] {
  const marks: { at: number; heading: Heading; keep: boolean }[] = []
  lines.forEach((line, at) => {
    const heading = readHeading(line)
    if (heading !== undefined) marks.push({ at, heading, keep: false })
  })
  if (marks.length === 0) {
    lines.forEach((line, at) => {
      const text = line.trimEnd()
      const echoed = ECHOED.exec(text)?.[1]
      if (echoed !== undefined && !startsAnswer(marks, lines, at))
        marks.push({ at, heading: { command: echoed, platform: 'nx-os' }, keep: true })
      else if (BARE.test(text) && known(text)) marks.push({ at, heading: { command: text }, keep: false })
    })
  }
  const segments: Segment[] = []
  marks.forEach(({ at, heading, keep }, index) => {
    const from = keep ? at : at + 1
    const to = marks[index + 1]?.at ?? lines.length
    const text = lines.slice(from, to)
    const cut = to === lines.length ? cutReason(text) : undefined
    segments.push({
      ...heading,
      text: text.join('\n'),
      firstLine: from + 1,
      ...(cut === undefined ? {} : { cut }),
    })
  })
  const before = lines.slice(0, marks[0]?.at ?? 0)
  if (before.some(line => line.trim() !== ''))
    segments.unshift({ command: '', text: before.join('\n'), firstLine: 1 })
  return segments
}

/** The echo right below its own bare command line is the same answer. */
function startsAnswer(marks: readonly { at: number }[], lines: readonly string[], at: number): boolean {
  const last = marks[marks.length - 1]
  return last !== undefined && lines.slice(last.at + 1, at).every(line => line.trim() === '')
}
