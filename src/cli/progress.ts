// Progress on stderr: one live line in a terminal, plain lines in a pipe.
import { displayText } from '../report/clean.ts'

export interface ProgressOptions {
  readonly total: number
  readonly stream?: {
    readonly isTTY?: boolean
    readonly columns?: number
    write(text: string): unknown
  }
  /** Milliseconds, any start. */
  readonly now?: () => number
  /** No output at all. */
  readonly quiet?: boolean
}

export interface Progress {
  start(name: string): void
  /** What a device is being asked now. */
  step(name: string, text: string): void
  /** @param ok false: the device could not be read */
  done(name: string, outcome: string, ok?: boolean): void
  /** Clears the live line. Call before anything else is printed to the terminal. */
  close(): void
}

const CLEAR_LINE = '\r\u001b[K'

export function createProgress(options: ProgressOptions): Progress {
  const stream = options.stream ?? process.stderr
  if (options.quiet) return { start() {}, step() {}, done() {}, close() {} }
  const now = options.now ?? (() => performance.now())
  return stream.isTTY ? liveLine(options.total, stream, now) : plainLines(options.total, stream)
}

type Stream = NonNullable<ProgressOptions['stream']>

/** A redraw for every event of a large fleet would be most of the work. */
const REDRAW_MS = 80

interface Running {
  text: string
  readonly since: number
}

function liveLine(total: number, stream: Stream, now: () => number): Progress {
  const running = new Map<string, Running>()
  const started = now()
  let finished = 0
  let failed = 0
  let drawnAt = Number.NEGATIVE_INFINITY
  const draw = (force = false): void => {
    if (!force && now() - drawnAt < REDRAW_MS) return
    drawnAt = now()
    const parts = total > 1 ? fleetParts() : [...running].map(([name, one]) => `${name}: ${one.text}`)
    stream.write(`${CLEAR_LINE}${displayText(parts.join('  ')).slice(0, (stream.columns ?? 80) - 1)}`)
  }
  /** Counts, time left, and the device that takes longest: the one a person would look at. */
  const fleetParts = (): string[] => {
    const count = `${finished}/${total} done${failed > 0 ? `, ${failed} failed` : ''}, ${running.size} running`
    const left = finished < 2 ? undefined : ((now() - started) / finished) * (total - finished)
    const [slowest] = [...running].sort(([, a], [, b]) => a.since - b.since)
    return [
      count,
      ...(left === undefined || finished === total ? [] : [`about ${span(left)} left`]),
      ...(slowest === undefined
        ? []
        : [`${slowest[0]} (${span(now() - slowest[1].since)}): ${slowest[1].text}`]),
    ]
  }
  return {
    start(name) {
      running.set(name, { text: 'connecting', since: now() })
      draw(total === 1)
    },
    step(name, text) {
      const one = running.get(name)
      if (one === undefined) running.set(name, { text, since: now() })
      else one.text = text
      draw(total === 1)
    },
    done(name, _outcome, ok = true) {
      running.delete(name)
      finished++
      if (!ok) failed++
      draw(true)
    },
    close() {
      stream.write(CLEAR_LINE)
    },
  }
}

/** `45 s`, `3 min`, `2 h 5 min`. */
function span(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
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
