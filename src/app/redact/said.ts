// What the tool itself says, without secrets: its errors may quote a device, a file or the command line.
import { knownSecrets } from '../../inventory/known-secrets.ts'
import { literalSpans } from '../../redact/literal.ts'
import { redactText } from '../../redact/redactor.ts'
import { urlSpans } from '../../redact/secrets/urls.ts'
import { settle } from '../../redact/span.ts'

export interface SaidOptions {
  /** As typed: of an address only its host is said again, of `user:password@host` no password. */
  readonly args?: readonly string[]
  /** A sentence of the tool: only what it quotes can be a device's. It may speak of passwords itself. */
  readonly own?: boolean
}

export function saidWithoutSecrets(text: string, { args = [], own = false }: SaidOptions = {}): string {
  let said = text
  for (const typed of args.flatMap(arg => [arg, arg.slice(arg.indexOf('=') + 1)])) {
    const shown = harmlessArgument(typed)
    if (shown !== typed) said = said.replaceAll(typed, () => shown)
  }
  const literals = knownSecrets()
  if (!own) return redactText(said, { literals })
  const quoted = said.replace(/"[^"]*"/g, part => `"${redactText(part.slice(1, -1))}"`)
  return withLiterals(quoted, literals)
}

/** The run's own secrets, wherever they stand. */
function withLiterals(text: string, literals: ReadonlySet<string>): string {
  let said = ''
  let done = 0
  for (const { start, end, put } of settle([...literalSpans(text, literals), ...urlSpans(text)])) {
    said += text.slice(done, start) + put
    done = end
  }
  return said + text.slice(done)
}

function harmlessArgument(typed: string): string {
  const address = /^([a-z][a-z0-9+.-]{0,20}):\/\/(?:[^/?#]*@)?([^/?#@]*)(.*)$/is.exec(typed)
  if (address !== null) {
    const [, scheme, host, rest = ''] = address
    return `${scheme}://${host}${rest.length > 1 ? '/...' : rest}`
  }
  return typed.replace(/^([^\s:@/]+):[^\s]+@(?=[^\s@]+$)/, '$1:***@')
}
