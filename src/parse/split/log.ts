// A pasted terminal log: each prompt with a command starts an answer, the next prompt ends it.
import { type PromptLine, promptOwners, readPrompt } from './prompt.ts'
import type { Segment } from './types.ts'

interface Open {
  readonly prompt: PromptLine
  readonly hostname: string
  readonly from: number
}

/** Segments of a log, in order; empty when the text has no prompt with a command. What stands before the first prompt has command ''. */
export function splitLog(lines: readonly string[]): Segment[] {
  const owners = promptOwners(lines)
  if (owners.size === 0) return []
  const segments: Segment[] = []
  let open: Open | undefined
  let hostname = ''
  const close = (to: number): void => {
    const from = open?.from ?? 0
    const text = lines.slice(from, to)
    if (open === undefined && text.every(line => line.trim() === '')) return
    if (open === undefined || open.prompt.command !== '')
      segments.push(segmentOf(text, from, open, to === lines.length))
  }
  lines.forEach((line, at) => {
    const prompt = readPrompt(line, owners)
    if (prompt === undefined || !owners.has(prompt.hostname)) return
    close(at)
    if (prompt.hostname !== '') hostname = prompt.hostname
    open = { prompt, hostname, from: at + 1 }
  })
  close(lines.length)
  // The answer before the first prompt belongs to the device whose prompt ends it.
  const first = segments.find(segment => segment.hostname !== undefined)?.hostname
  return segments.map(segment =>
    segment.hostname === undefined && first !== undefined ? { ...segment, hostname: first } : segment,
  )
}

function segmentOf(text: readonly string[], from: number, open: Open | undefined, last: boolean): Segment {
  const cut = last ? cutReason(text) : undefined
  return {
    command: open?.prompt.command ?? '',
    text: text.join('\n'),
    firstLine: from + 1,
    ...(open === undefined || open.hostname === '' ? {} : { hostname: open.hostname }),
    ...(open?.prompt.platform === undefined ? {} : { platform: open.prompt.platform }),
    ...(cut === undefined ? {} : { cut }),
  }
}

/** Evidence that the end is missing. A log that just stops is taken as whole: people copy without the last prompt. */
export function cutReason(lines: readonly string[]): string | undefined {
  const last = lines.findLast(line => line.trim() !== '')
  if (last === undefined) return undefined
  return PAGER_END.test(last.trimEnd().slice(-60)) ? 'the text ends at a --More-- prompt' : undefined
}

const PAGER_END = /<?--+ ?\(?more\)?.{0,20}-->?\s*$/i
const PAGER_LEFT = /^ ?<?--+ ?More(?: ?\(\d{1,3}%\))? ?--+>? {0,9}/i

/** Removes what a pager left at the start of a line; the line itself stays, so that line numbers hold. */
export function withoutPager(lines: readonly string[]): string[] {
  let lastPrinted = lines.length - 1
  while (lastPrinted >= 0 && (lines[lastPrinted] ?? '').trim() === '') lastPrinted -= 1
  return lines.map((line, at) => (at === lastPrinted ? line : line.replace(PAGER_LEFT, '')))
}
