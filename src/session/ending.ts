// Where in the last bytes of an answer the prompt stands, when it is not simply the last line.
import { cleanText } from './clean.ts'
import { isLogLine } from './echo.ts'

/** The last bytes received and how many came in all; `prompt` is literal. */
export interface Tail {
  readonly tail: string
  readonly size: number
  readonly prompt: string
}

/** Prompts at the very end, nothing but blank and log lines between and behind them. */
export interface PromptRun {
  /** First byte of the first of them. */
  readonly start: number
  readonly count: number
  /** A log line hides the last of them. */
  readonly buried: boolean
}

/** @param bodyAt prompts before this byte do not count: the command's own line starts with one */
export function promptRun({ tail, size, prompt }: Tail, bodyAt: number): PromptRun | undefined {
  const lines = tail.split('\n')
  let at = size
  let run: PromptRun | undefined
  let logs = false
  for (let i = lines.length - 1; i > 0; i--) {
    const line = lines[i] ?? ''
    at -= line.length
    if (at < bodyAt) break
    const shown = cleanText(line).trim()
    const log = isLogLine(shown)
    if (shown === prompt || (log && shown.startsWith(prompt)))
      run = { start: at, count: (run?.count ?? 0) + 1, buried: run?.buried ?? (logs || log) }
    else if (shown !== '' && !log) break
    logs ||= log
    at -= 1
  }
  return run
}
