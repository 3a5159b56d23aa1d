// What a person types for a path: each mistake in one sentence that says what to write instead. Passwords are never repeated.
import { isIP } from 'node:net'

const EXAMPLE = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'
const NAME = /^[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_-]{1,63}){0,10}\.?$/i

/** @throws Error when it is no http or https URL with a host */
export function checkUrl(url: string): string {
  const [, scheme, rest = ''] = /^([^/:?#]*):\/\/(.*)$/s.exec(url) ?? []
  if (url === '') throw new Error(`--url is empty: write a whole address, e.g. ${EXAMPLE}`)
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? ''
  if (authority.includes('@'))
    throw new Error('--url holds a user name or a password: leave them out, a probe logs in nowhere')
  if (scheme === undefined)
    throw new Error(`--url ${url}: write a whole address with https:// in front, e.g. ${EXAMPLE}`)
  if (!/^https?$/i.test(scheme))
    throw new Error(`--url ${url}: ${scheme}:// is not probed: write http:// or https://`)
  if (authority === '') throw new Error(`--url ${url} names no host: write e.g. ${EXAMPLE}`)
  if (isBareIPv6(authority))
    throw new Error(`--url ${url}: put the IPv6 address in brackets, e.g. ${scheme}://[2001:db8::7]/`)
  const port = /:(\d*)$/.exec(authority)?.[1]
  if (port !== undefined && !isPort(port))
    throw new Error(`--url ${url}: the port is a number from 1 to 65535`)
  if (!URL.canParse(url) || !isHost(new URL(url).hostname.replace(/^\[|\]$/g, '')))
    throw new Error(`--url ${url}: the host is no name and no address: write e.g. ${EXAMPLE}`)
  return url
}

/** `HOST:PORT`, `[IPV6]:PORT`, also with http:// in front. @throws Error when it is not */
export function proxyOf(text: string): { host: string; port: number } {
  if (text.includes('@'))
    throw new Error(
      '--proxy holds a user name or a password: write HOST:PORT, the name with --proxy-user, the password in SMARTLIC_PROXY_PASSWORD',
    )
  if (/^https:/i.test(text))
    throw new Error(
      `--proxy ${text}: devices speak plain HTTP to their proxy: write HOST:PORT without https://`,
    )
  const { host, port } = split(text.replace(/^http:\/\//i, '').replace(/\/$/, ''), '--proxy', text)
  if (port === undefined)
    throw new Error(`--proxy ${text} has no port: write HOST:PORT, e.g. proxy.example.net:8080`)
  return { host: host.toLowerCase(), port }
}

/** Host of a server of one's own as it stands in a URL, with its port when there is one. @throws Error when it is none */
export function serverHost(text: string): string {
  if (/[/@?#]/.test(text))
    throw new Error(
      '--server-host takes HOST or HOST:PORT without https:// and path; a whole address goes with --url',
    )
  const { host, port } = split(text, '--server-host', text)
  return `${isIP(host) === 6 ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`
}

function split(text: string, flag: string, typed: string): { host: string; port: number | undefined } {
  if (isBareIPv6(text) && (isIP(text) !== 6 || flag === '--proxy'))
    throw new Error(`${flag} ${typed}: put the IPv6 address in brackets, e.g. [2001:db8::8]:8080`)
  const bare = isIP(text) === 6
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(text) ?? []
  const host = bare ? text : (bracketed ?? plain)
  if (bracketed === undefined ? !isHost(host) : isIP(bracketed) !== 6)
    throw new Error(`${flag} ${typed}: the host is no name and no address: write HOST:PORT`)
  if (bare || port === undefined) return { host, port: undefined }
  if (!isPort(port)) throw new Error(`${flag} ${typed}: the port is a number from 1 to 65535`)
  return { host, port: Number(port) }
}

/** @throws Error when one is no IP address */
export function checkAddresses(addresses: readonly string[], what: string): readonly string[] {
  const wrong = addresses.find(address => isIP(address) === 0)
  if (wrong !== undefined)
    throw new Error(`${what}: ${wrong} is no IP address: write one, e.g. 192.0.2.53 or 2001:db8::53`)
  return addresses
}

/** @throws Error when one is neither a name nor an address */
export function checkHosts(hosts: readonly string[], flag: string): readonly string[] {
  const wrong = hosts.find(host => !isHost(host))
  if (wrong !== undefined)
    throw new Error(`${flag} ${wrong}: that is no name and no address: write one host, e.g. ntp.example.net`)
  return hosts
}

function isHost(host: string): boolean {
  return isIP(host) !== 0 || (NAME.test(host) && host.length <= 253)
}

function isBareIPv6(text: string): boolean {
  return !text.startsWith('[') && text.split(':').length > 2
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536
}
