// Progress on stderr: one live line in a terminal, plain lines in a pipe.
import { displayText } from '../report/clean.ts'

export interface ProgressOptions {
  readonly total: number
  readonly stream?: {
    readonly isTTY?: boolean
    readonly columns?: number
    write(text: string): unknown
  }
  /** No output at all. */
  readonly quiet?: boolean
}

export interface Progress {
  start(name: string): void
  /** What a device is being asked now. */
  step(name: string, text: string): void
  done(name: string, outcome: string): void
  /** Clears the live line. Call before anything else is printed to the terminal. */
  close(): void
}

const CLEAR_LINE = '\r\u001b[K'

export function createProgress(options: ProgressOptions): Progress {
  const stream = options.stream ?? process.stderr
  if (options.quiet) return { start() {}, step() {}, done() {}, close() {} }
  return stream.isTTY ? liveLine(options.total, stream) : plainLines(options.total, stream)
}

type Stream = NonNullable<ProgressOptions['stream']>

function liveLine(total: number, stream: Stream): Progress {
  const running = new Map<string, string>()
  let finished = 0
  const draw = () => {
    const [name, text] = [...running].at(-1) ?? ['', '']
    const head = total > 1 ? `${finished}/${total} done, ${running.size} running` : ''
    const line = [head, name === '' ? '' : `${name}: ${text}`].filter(part => part !== '').join('  ')
    stream.write(`${CLEAR_LINE}${displayText(line).slice(0, (stream.columns ?? 80) - 1)}`)
  }
  return {
    start(name) {
      running.set(name, 'connecting')
      draw()
    },
    step(name, text) {
      // Deleting first moves the device to the end: the line shows what happened last.
      running.delete(name)
      running.set(name, text)
      draw()
    },
    done(name) {
      running.delete(name)
      finished++
      draw()
    },
    close() {
      stream.write(CLEAR_LINE)
    },
  }
}

/** Only endings, and only of several devices: a log wants one line an event that matters. */
function plainLines(total: number, stream: Stream): Progress {
  let finished = 0
  return {
    start() {},
    step() {},
    done(name, outcome) {
      finished++
      if (total > 1) stream.write(`${displayText(`[${finished}/${total}] ${name}: ${outcome}`)}\n`)
    },
    close() {},
  }
}
