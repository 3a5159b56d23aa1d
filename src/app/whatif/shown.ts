// A line of a person's configuration as a note may quote it: enough to find it, nothing that could be a secret.

/** What follows these is a secret. */
const SECRET =
  /^(secret|password|passphrase|community|key|key-string|md5|hash|token|idtoken|pre-shared-key|psk|auth|priv|encrypted|trap|credential)$/i

/** Words of commands: a secret seldom looks so, and one that does stands behind a word that announces it. */
const PLAIN = /^[a-z][a-z-]{0,24}$/

const MOST_WORDS = 4

/** The leading command words; `...` stands for the rest. */
export function shownLine(line: string): string {
  const words = line.trim().split(/\s+/)
  const kept: string[] = []
  for (const word of words) {
    if (!PLAIN.test(word) || kept.length === MOST_WORDS) break
    kept.push(word)
    if (SECRET.test(word)) break
  }
  // One word alone tells nothing of what it is.
  if (kept.length === words.length) return words.length > 1 ? kept.join(' ') : '...'
  return [...kept, '...'].join(' ')
}
