// XML text: characters XML 1.0 cannot hold are gone, the rest is escaped.
import { displayText } from './clean.ts'

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For elements and, in double quotes, attributes. Line ends stay where asked for. */
export function escapeXml(text: string, keepLines = false): string {
  return displayText(text, keepLines).replace(/[&<>"']/g, mark => NAMED[mark] ?? '')
}

/** ` name="value"` for each; undefined is left out. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(String(value))}"`))
    .join('')
}
