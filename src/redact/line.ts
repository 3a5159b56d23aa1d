// Hides secrets in a line of configuration that is shown without being understood.

/** Words after which Cisco configurations carry a secret; the rest of the line is hidden. */
const SECRET =
  /\b(secret|password|passphrase|community|key-string|key|md5|pre-shared-key|authentication-key|hash)\s+\S.*$/i

/** `username x secret 9 $9$...` becomes `username x secret <hidden>`. Errs on the side of hiding too much. */
export function hideSecrets(line: string): string {
  return line.replace(SECRET, (_all, word: string) => `${word} <hidden>`)
}
