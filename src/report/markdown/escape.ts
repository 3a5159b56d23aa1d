// Device text in Markdown: it stays text, and lines stay in their block.
import { displayText } from '../clean.ts'

/** Text that Markdown and HTML take as plain text, on one line. */
export function escapeMarkdown(text: string): string {
  return (
    displayText(text)
      .trim()
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*_[\]|#~!]/g, '\\$&')
      .replace(/^([-+]|\d+[.)])(?= )/, '\\$1')
      // Bare addresses turn into links on most platforms, and @name calls somebody; a device must do neither in a ticket.
      .replace(/:\/\//g, ':&#47;&#47;')
      .replace(/\bwww\./gi, word => `${word.slice(0, -1)}&#46;`)
      .replace(/@(?=\w)/g, '&#64;')
  )
}

/** A code block whose fence is longer than any run of backticks inside. */
export function fence(lines: readonly string[]): string {
  const body = lines.map(line => displayText(line).trimEnd()).join('\n')
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map(run => run.length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}text\n${body}\n${marks}`
}
