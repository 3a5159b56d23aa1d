// `show tech-support license` on NX-OS: many commands in one file, each named between backticks.
import type { CommandParser, Line } from '../contract.ts'

const TITLE = /^\s*`(show [^`]{1,200})`\s*$/i

/** `parsers` are the commands whose sections are read; the way to look one up stays with the platform's index. */
export function techSupport(find: (command: string) => CommandParser | undefined): CommandParser {
  return {
    command: 'show tech-support license',
    platforms: ['nx-os'],
    aliases: [/^sho?w? tech(-support)? licen[cs]e$/, /^sho?w? licen[cs]e tech(-| )support$/],
    recognise: head => /^\s*`show licen[cs]e\b[^`]*`\s*$/im.test(head),
    provides: ['license.registration', 'license.authorization', 'license.usage', 'license.transport'],
    rank: 70,
    parse: ({ platform, lines, complete }, write) => {
      for (const part of sections(lines)) {
        write.claim(part.title)
        const command = TITLE.exec(part.title.text)?.[1]?.trim().toLowerCase().replace(/\s+/g, ' ') ?? ''
        // The last section may be cut with the file; the ones before it are whole.
        find(command)?.parse(
          { platform, command, lines: part.lines, complete: complete || part.closed },
          write,
        )
      }
    },
  }
}

interface Part {
  readonly title: Line
  readonly lines: readonly Line[]
  readonly closed: boolean
}

function sections(lines: readonly Line[]): Part[] {
  const starts = lines.flatMap((line, index) => (TITLE.test(line.text) ? [index] : []))
  return starts.flatMap((start, position) => {
    const title = lines[start]
    const next = starts[position + 1]
    if (title === undefined) return []
    return [{ title, lines: lines.slice(start + 1, next ?? lines.length), closed: next !== undefined }]
  })
}
