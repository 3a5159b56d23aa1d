// The report for a ticket.
export function formatMarkdown(): string {
  return ''
}
