// Splits pasted or saved text into the answers of single commands. Pure; expects text without terminal controls.
import { PLATFORMS } from '../../model/platform.ts'
import { parserFor } from '../registry.ts'
import { readHeading, splitHeadings } from './headings.ts'
import { cutReason, splitLog, withoutPager } from './log.ts'
import { readPrompt } from './prompt.ts'
import type { Segment } from './types.ts'

export { platformOfSegments, platformOfText } from './platform.ts'
export type { Segment } from './types.ts'

/**
 * Segments of a text, in order: answers after prompts, sections of a `show tech-support`, or the whole text as one
 * segment without a command. Line numbers are those of `text`.
 */
export function splitText(text: string): Segment[] {
  const lines = withoutPager(text.split('\n'))
  if (lines[lines.length - 1] === '') lines.pop()
  const log = splitLog(lines)
  if (log.length > 0) return log.flatMap(splitSections)
  const hostname = takeLastPrompt(lines)
  const own = hostname === undefined ? {} : { hostname }
  const sections = splitHeadings(lines, isKnown)
  if (sections.length > 0) return sections.map(section => ({ ...section, ...own }))
  if (lines.every(line => line.trim() === '')) return []
  const cut = cutReason(lines)
  return [
    { command: '', text: lines.join('\n'), firstLine: 1, ...own, ...(cut === undefined ? {} : { cut }) },
  ]
}

/** A bare prompt at the very end names the device and is no output: it is blanked out of `lines`. */
function takeLastPrompt(lines: string[]): string | undefined {
  const at = lines.findLastIndex(line => line.trim() !== '')
  const prompt = readPrompt((lines[at] ?? '').trimEnd())
  if (prompt === undefined || prompt.command !== '' || prompt.hostname === '' || at === 0) return undefined
  lines[at] = ''
  return prompt.hostname
}

/** An answer that holds headings is a `show tech-support`: its sections are answers of their own. */
function splitSections(segment: Segment): Segment[] {
  const lines = segment.text.split('\n')
  if (
    !/^(admin )?sh\S* tech|^sh\S* lic\S* tech|^$/i.test(segment.command) ||
    !lines.some(line => readHeading(line) !== undefined)
  ) {
    return [segment]
  }
  const { hostname, platform, cut } = segment
  const whole = splitHeadings(lines, isKnown)
  return whole.map((section, index) => ({
    ...(hostname === undefined ? {} : { hostname }),
    ...(platform === undefined ? {} : { platform }),
    ...section,
    // What stands above the first heading is the answer to the typed command itself.
    ...(section.command === '' ? { command: segment.command } : {}),
    firstLine: segment.firstLine + section.firstLine - 1,
    ...(cut !== undefined && index === whole.length - 1 ? { cut } : {}),
  }))
}

function isKnown(command: string): boolean {
  return PLATFORMS.some(platform => parserFor(platform, command) !== undefined)
}
