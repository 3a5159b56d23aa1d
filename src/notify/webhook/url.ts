// The address of a webhook: whoever knows it may write there, so it is a secret and stands in no message.
import { isIPv6 } from 'node:net'

/** @throws Error that does not repeat the address */
export function webhookUrl(text: string, plainHttp: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new Error('the webhook is no address: write it as https://HOST/... into the file of --webhook-file')
  if (url.protocol === 'http:' && !plainHttp && !isLoopback(url.hostname))
    throw new Error(
      `the webhook at ${url.host} has plain HTTP, where its address and what is sent can be read: use https://, or allow it with --webhook-http`,
    )
  return url
}

export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '')
  return name === 'localhost' || /^127(?:\.\d{1,3}){3}$/.test(name) || (isIPv6(name) && name === '::1')
}
