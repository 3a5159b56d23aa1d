// HTML as a value of its own: whatever is put into it as text is escaped, so device text can only ever be text.
import { escapeXml } from '../xml.ts'

export class Markup {
  readonly html: string
  constructor(html: string) {
    this.html = html
  }
}

export type Part = Markup | string | number | undefined | readonly Part[]

/** A template: `html`<td>${text}</td>``. Attribute values stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, at) => text + htmlOf(parts[at])).join(''))
}

export const NOTHING = new Markup('')

/** Lines as they are, for `pre`. */
export function lines(texts: readonly string[]): Markup {
  return new Markup(texts.map(text => escapeXml(text)).join('\n'))
}

function htmlOf(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Markup) return part.html
  if (typeof part === 'string' || typeof part === 'number') return escapeXml(String(part))
  return part.map(htmlOf).join('')
}
