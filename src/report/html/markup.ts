// HTML as a value of its own: whatever is put into it as text is escaped, so device text can only ever be text.
import { displayText } from '../clean.ts'
import { escapeXml } from '../xml.ts'

export class Markup {
  readonly html: string
  constructor(html: string) {
    this.html = html
  }
}

export type Part = Markup | string | number | undefined | readonly Part[]

/**
 * Characters of one text on the page. A browser lays out a word of many thousands for minutes; the longest text of a
 * rule or a device is a tenth of this.
 */
const MOST = 2_000

/** A template: `html`<td>${text}</td>``. Attribute values stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, at) => text + htmlOf(parts[at])).join(''))
}

/** ` name="JSON"` for the page's script; never cut. */
export function dataAttribute(name: string, value: readonly string[]): Markup {
  return new Markup(
    ` data-${name}="${escapeXml(JSON.stringify(value.map(text => shortened(displayText(text)))))}"`,
  )
}

export const NOTHING = new Markup('')

/** Lines as they are, for `pre`. */
export function lines(texts: readonly string[]): Markup {
  return new Markup(texts.map(text => escapeXml(text)).join('\n'))
}

function shortened(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`
}

function htmlOf(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Markup) return part.html
  if (typeof part === 'string' || typeof part === 'number') return escapeXml(shortened(String(part)))
  return part.map(htmlOf).join('')
}
