// Configuration archives (rancid, Oxidized) put what other commands said as comments above the configuration.
import { recogniseCommand } from '../registry.ts'
import type { Segment } from './types.ts'

/** At most this much is looked at as comments. */
const MOST = 5_000
const INVENTORY = /^NAME: "/

/** The text below the comments at its top. */
export function withoutComments(text: string): string {
  const lines = text.split('\n')
  return lines.slice(commentLines(lines)).join('\n')
}

/**
 * A text that nothing names, in two: what its leading comments quote, when that is an answer some parser reads, and
 * the rest. Line numbers hold; the comment sign is taken off the quoted lines.
 */
export function splitComments(segment: Segment): Segment[] {
  if (segment.command !== '' || !/^\s{0,200}!/.test(segment.text)) return [segment]
  const lines = segment.text.split('\n')
  const count = commentLines(lines)
  const quoted = lines.slice(0, count).map(line => line.replace(/^! ?/, ''))
  // `show inventory` follows without any sign of its own.
  const end = quoted.findIndex(line => INVENTORY.test(line))
  const text = (end < 0 ? quoted : quoted.slice(0, end)).join('\n')
  const command = recogniseCommand(text)[0]?.command
  if (command === undefined) return [segment]
  const rest = lines.slice(count)
  const head = { ...segment, command, text, cut: 'the comments above a configuration hold a part of it' }
  if (rest.every(line => line.trim() === '')) return [head]
  return [head, { ...segment, text: rest.join('\n'), firstLine: segment.firstLine + count }]
}

/** Lines from the top that are comments or blank; a comment that the configuration itself starts with counts as its. */
function commentLines(lines: readonly string[]): number {
  let count = 0
  while (
    count < Math.min(lines.length, MOST) &&
    /^!(?!Command:|! IOS XR| (?:Last|NVRAM) )|^\s*$/.test(lines[count] ?? '')
  )
    count += 1
  return count
}
