// A line that may start or end an answer, and the text that follows it up to the next such line.
import type { Platform } from '../../model/platform.ts'
import { withoutPager } from './clean.ts'
import { readBare, readBreak, readEcho, readHeading } from './headings.ts'
import type { Stretch } from './keep.ts'
import { readPrompt } from './prompt.ts'

/**
 *   start    the beginning of the text
 *   prompt   a prompt with or without a command; whether it is one is known when all host names are
 *   heading  of a `show tech-support`
 *   bare     a known command alone on its line
 *   echo     NX-OS repeating the command above a configuration
 *   break    a new log, or the shell of the person's computer
 */
export type MarkKind = 'start' | 'prompt' | 'heading' | 'bare' | 'echo' | 'break'

export interface MarkLine {
  readonly kind: MarkKind
  /** The clean line. */
  readonly text: string
  /** '' where the line names none; of a prompt: as if it were one. */
  readonly command: string
  readonly platform?: Platform
}

export interface Mark extends MarkLine {
  /** 1-based; 0 for the start. */
  readonly line: number
  /** Everything from this line to the next mark. */
  readonly body: Stretch
  /** Nothing but white space was printed after the line itself. */
  blank: boolean
}

const ANYONE = { has: () => true }

/** What one clean line may be; undefined for text. */
export function readMark(clean: string, isKnown: (command: string) => boolean): MarkLine | undefined {
  const text = withoutPager(clean)
  if (readBreak(text)) return { kind: 'break', text, command: '' }
  const heading = readHeading(text)
  if (heading !== undefined) return { kind: 'heading', text, ...heading }
  const prompt = readPrompt(text.trimEnd(), ANYONE)
  if (prompt !== undefined) return { kind: 'prompt', text: text.trimEnd(), command: prompt.command }
  const echo = readEcho(text)
  if (echo !== undefined) return { kind: 'echo', text, ...echo }
  const bare = readBare(text)
  return bare !== undefined && isKnown(bare.command) ? { kind: 'bare', text, ...bare } : undefined
}
