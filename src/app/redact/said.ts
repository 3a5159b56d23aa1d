// What the tool itself says, without secrets: its errors may quote a device, a file or the command line.
import { knownSecrets } from '../../inventory/known-secrets.ts'
import { redactText } from '../../redact/redactor.ts'
import { redactSentence } from '../../redact/sentence.ts'

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
  return own ? redactSentence(said, literals) : redactText(said, { literals })
}

function harmlessArgument(typed: string): string {
  const address = /^([a-z][a-z0-9+.-]{0,20}):\/\/(?:[^/?#]*@)?([^/?#@]*)(.*)$/is.exec(typed)
  if (address !== null) {
    const [, scheme, host, rest = ''] = address
    return `${scheme}://${host}${rest.length > 1 ? '/...' : rest}`
  }
  return typed.replace(/^([^\s:@/]+):[^\s]+@(?=[^\s@]+$)/, '$1:***@')
}
