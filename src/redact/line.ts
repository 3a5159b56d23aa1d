// Hides secrets in a line of configuration that is shown without being understood.
import { redactText } from './redactor.ts'

/** Words after which a line nobody understands may carry a secret; the rest of the line is hidden. */
const SECRET =
  /\b(secret|password|passphrase|community|key-string|key|md5|pre-shared-key|authentication-key|hash)\s+\S.*$/i

/**
 * `username x secret 9 $9$...` becomes `username x secret 9 <password hidden>`. Where no rule knows the line, what follows
 * a telling word is hidden all the same: errs on the side of hiding too much.
 */
export function hideSecrets(line: string): string {
  const masked = redactText(line)
  return masked === line ? line.replace(SECRET, (_all, word: string) => `${word} <hidden>`) : masked
}
