// A word inside a command line that a person may paste: whatever it holds, a shell takes it as one word and runs nothing.
import { displayText } from './clean.ts'

/** @param word a path or a name; one that begins with a dash is taken for a path */
export function shellWord(word: string): string {
  const plain = displayText(word)
  const path = plain.startsWith('-') ? `./${plain}` : plain
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
