// Where in the last bytes of an answer the prompt stands, when it is not simply the last line.
import { cleanText } from './clean.ts'
import { isLogLine } from './echo.ts'

/** The last bytes received and how many came in all; `prompt` is literal. */
export interface Tail {
  readonly tail: string
  readonly size: number
  readonly prompt: string
}

/** First byte of the first of two prompts at the very end, nothing but blank lines between and after them. */
export function startOfTwoPrompts({ tail, size, prompt }: Tail): number | undefined {
  const lines = tail.split('\n')
  let at = size
  let prompts = 0
  for (let i = lines.length - 1; i > 0; i--) {
    const line = lines[i] ?? ''
    at -= line.length
    const shown = cleanText(line).trim()
    if (shown === prompt) prompts += 1
    else if (shown !== '') return undefined
    if (prompts === 2) return at
    at -= 1
  }
  return undefined
}

/** A log line printed after the prompt hides it: `host#` and then only log lines. */
export function promptBeforeLog({ tail, size, prompt }: Tail, bodyAt: number): number | undefined {
  const lines = tail.split('\n')
  let at = size
  let logs = 0
  for (let i = lines.length - 1; i > 0; i--) {
    const line = lines[i] ?? ''
    at -= line.length
    const shown = cleanText(line).trim()
    if (shown === prompt || (shown.startsWith(prompt) && isLogLine(shown))) {
      return at >= bodyAt && (logs > 0 || shown !== prompt) ? at : undefined
    }
    if (isLogLine(shown)) logs += 1
    else if (shown !== '') return undefined
    at -= 1
  }
  return undefined
}
