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
  let run: PromptRun | undefined
  let logs = false
  // From the last line backwards: few are looked at.
  for (let end = tail.length; end > 0; ) {
    const start = tail.lastIndexOf('\n', end - 1) + 1
    const at = size - tail.length + start
    if (start === 0 || at < bodyAt) break
    const shown = cleanText(tail.slice(start, end)).trim()
    const log = isLogLine(shown)
    if (shown === prompt || (log && shown.startsWith(prompt)))
      run = { start: at, count: (run?.count ?? 0) + 1, buried: run?.buried ?? (logs || log) }
    else if (shown !== '' && !log) break
    logs ||= log
    end = start - 1
  }
  return run
}

/** The last line that is neither blank nor a log line, and its first byte. */
export function lastSaid({ tail, size }: Omit<Tail, 'prompt'>): {
  readonly line: string
  readonly at: number
} {
  const lines = tail.split('\n')
  let at = size
  for (let i = lines.length - 1; i > 0; i--) {
    const line = lines[i] ?? ''
    at -= line.length
    const shown = cleanText(line).trim()
    if (shown !== '' && !isLogLine(shown)) return { line: shown, at }
    at -= 1
  }
  return { line: '', at: -1 }
}
