// Splits pasted or saved text into the answers of single commands. Pure.
import { type SplitOptions, Splitter } from './scanner.ts'
import type { Segment } from './types.ts'

export { splitComments } from './comments.ts'
export { SPLIT_LIMITS, type SplitLimits } from './keep.ts'
export { platformOfSegments, platformOfText } from './platform.ts'
export { type Damage, type SplitOptions, Splitter } from './scanner.ts'
export type { Segment } from './types.ts'

/**
 * Segments of a text, in order: answers after prompts, sections of a `show tech-support`, or the whole text as one
 * segment without a command. Line numbers are those of `text`. Answers that no parser reads have no text.
 */
export function splitText(text: string, options?: SplitOptions): Segment[] {
  const splitter = new Splitter(options)
  splitter.push(new TextEncoder().encode(text))
  return splitter.finish()
}
