// Hyperlinks (OSC 8) where the terminal shows them; elsewhere the plain text, with the address behind it.
import { supportsHyperlink } from 'supports-hyperlinks'

/** Returns a function that dresses `text` as a link to `url`. */
export function hyperlinker(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
  plain: boolean,
): (text: string, url: string) => string {
  const forced = env['FORCE_HYPERLINK']
  const able =
    forced !== undefined ? forced !== '0' : stream.isTTY === true && supportsHyperlink({ isTTY: true })
  if (plain || !able) return (text, url) => (text === url ? url : `${text} <${url}>`)
  return (text, url) => `\u001b]8;;${encodeURI(decodable(url))}\u001b\\${text}\u001b]8;;\u001b\\`
}

/** An address that is already percent-encoded is not encoded twice. */
function decodable(url: string): string {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}
