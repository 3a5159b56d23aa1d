// `show ip http client all` and its parts on IOS XE: what Call Home's and Smart transport's HTTP client uses.
import type { CommandParser } from '../contract.ts'
import { keyValue, orEmpty } from '../text.ts'
import { readPromptTimestamp } from './clock.ts'

export const httpClient: CommandParser = {
  command: 'show ip http client all',
  platforms: ['ios-xe'],
  aliases: [/^sh(o|ow)? ip http client( (all|connection|secure status|session-module))?$/i],
  recognise: head =>
    /^\s*HTTP (secure )?client (status|current connections|application|ciphersuite)/im.test(head),
  provides: ['http_client'],
  // The configuration says what was typed; this may show an inherited default.
  rank: 75,
  parse: ({ lines }, write) => {
    readPromptTimestamp(lines, write)
    for (const line of lines) {
      // Values follow `:` or `=`, by section.
      const pair = keyValue(line.text) ?? keyValue(line.text.replace('=', ':'))
      if (pair === undefined) continue
      const key = pair.key.toLowerCase()
      const value = orEmpty(pair.value)
      if (/^(http client )?source[ -]interface$/.test(key))
        write.set('http_client.source_interface', value, line)
      else if (/^http secure client tls version$/.test(key)) write.set('http_client.tls_version', value, line)
      else if (/^(http client )?proxy[ -]server( name)?$/.test(key)) {
        const configured = value !== ''
        write.set('http_client.proxy', { configured, enabled: configured, host: value }, line)
      } else if (/^(http client )?proxy[ -]port( number)?$/.test(key) && /^\d{1,5}$/.test(value))
        write.set('http_client.proxy.port', Number(value), line)
      write.claim(line)
    }
  },
}
