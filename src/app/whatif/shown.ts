// A line of a person's configuration as a note may quote it: enough to find it, nothing that could be a secret.

/** What follows these is a secret. */
const SECRET =
  /^(secret|password|passphrase|community|key|key-string|md5|hash|token|idtoken|pre-shared-key|psk|auth|priv|encrypted|trap|credential)$/i

/** Words of commands: a secret seldom looks so, and one that does stands behind a word that announces it. */
const PLAIN = /^[a-z][a-z-]{0,24}$/

/** Of a line the platform does not know, any word may be a secret. */
const MOST_WORDS = { known: 4, unknown: 1 }

/** The leading command words; `...` stands for the rest. */
export function shownLine(line: string, known = true): string {
  const words = line.trim().split(/\s+/)
  const kept: string[] = []
  const most = known ? MOST_WORDS.known : MOST_WORDS.unknown
  for (const word of words) {
    if (!PLAIN.test(word) || kept.length === most) break
    kept.push(word)
    if (SECRET.test(word)) break
  }
  // One word alone tells nothing of what it is.
  if (kept.length === words.length) return words.length > 1 ? kept.join(' ') : '...'
  return [...kept, '...'].join(' ')
}
