// The report for a person.
export function formatText(): string {
  return ''
}
