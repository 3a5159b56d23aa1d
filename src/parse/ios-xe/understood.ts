// Commands whose output is known line by line but settles no fact: naming them keeps them from passing for another.
import type { CommandParser } from '../contract.ts'
import { readPromptTimestamp } from './clock.ts'

interface Understood {
  readonly command: string
  readonly aliases?: readonly RegExp[]
  readonly recognise: (head: string) => boolean
  /** Lines that are read; any other line counts as not understood. Tested on trimmed text. */
  readonly lines: readonly RegExp[]
}

/** A parser that provides nothing (so it is never collected) and claims the lines it knows; the time above them is kept. */
export function understood({ command, aliases, recognise, lines: shapes }: Understood): CommandParser {
  return {
    command,
    platforms: ['ios-xe'],
    ...(aliases === undefined ? {} : { aliases }),
    recognise,
    provides: [],
    rank: 90,
    parse: ({ lines }, write) => {
      readPromptTimestamp(lines, write)
      write.claim(lines.filter(line => shapes.some(shape => shape.test(line.text.trim()))))
    },
  }
}

/** The first lines of a text that hold something, without the header of `exec prompt timestamp`; at most 40. */
export function firstLines(head: string): string[] {
  return head
    .split('\n', 200)
    .map(line => line.trim())
    .filter(line => line !== '' && !/^(load for five secs:|time source is|no time source)/i.test(line))
    .slice(0, 40)
}
