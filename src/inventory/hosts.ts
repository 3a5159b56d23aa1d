// HOST arguments: `[user@]host[:port]`, IPv6 literals with and without brackets.
import { isIPv6 } from 'node:net'

export interface HostSpec {
  /** As typed, without the user: names the device in the report. */
  readonly name: string
  readonly host: string
  readonly port?: number
  readonly username?: string
}

/** A name the resolver may be asked for: no blanks, no slashes, no control characters, no leading dash. */
const HOST_NAME = /^(?!-)[A-Za-z0-9._-]{1,253}$/

/** @throws Error saying what is wrong with the argument */
export function parseHost(argument: string): HostSpec {
  const text = argument.trim()
  const at = text.lastIndexOf('@')
  const username = at < 0 ? undefined : text.slice(0, at)
  const rest = text.slice(at + 1)
  if (username === '') throw wrong(argument, 'the user name before @ is empty')
  if (username !== undefined && /[\s:\u0000-\u001f]/.test(username)) {
    throw wrong(
      argument,
      'a user name holds no blank and no colon; give passwords by prompt, file or command',
    )
  }
  const { host, port } = splitPort(rest, argument)
  if (!isIPv6(host.split('%')[0] ?? '') && !HOST_NAME.test(host))
    throw wrong(argument, 'it is neither a name nor an address')
  return {
    name: rest,
    host,
    ...(port === undefined ? {} : { port }),
    ...(username === undefined ? {} : { username }),
  }
}

function splitPort(text: string, argument: string): { host: string; port?: number } {
  if (isIPv6(text.split('%')[0] ?? '')) return { host: text }
  const bracketed = /^\[([^\]]+)\](?::(.*))?$/.exec(text)
  const [host, port] =
    bracketed === null
      ? [text.split(':', 1)[0] ?? '', text.includes(':') ? text.slice(text.indexOf(':') + 1) : undefined]
      : [bracketed[1] ?? '', bracketed[2]]
  if (bracketed !== null && !isIPv6(host.split('%')[0] ?? ''))
    throw wrong(argument, 'brackets hold an IPv6 address')
  if (port === undefined) return { host }
  const number = Number(port)
  if (!/^\d{1,5}$/.test(port) || number < 1 || number > 65_535)
    throw wrong(argument, 'the port is a number from 1 to 65535')
  return { host, port: number }
}

function wrong(argument: string, why: string): Error {
  // Somebody may have written a password in front of the @, or an address with one.
  const shown = argument
    .replace(/^([^:@]*):.*@/s, '$1:***@')
    .replace(/^([^@]*@[^:@[]+):(?=.*[g-z]).*$/is, '$1:***')
  return new Error(`${JSON.stringify(shown)} is no host: ${why}; write user@host:port or user@[IPv6]:port`)
}
