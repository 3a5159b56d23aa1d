// What a run says to the person at the terminal: progress, notes, questions, one at a time on stderr.
import type { CheckEvent } from '../../app/check.ts'
import { displayText } from '../../report/clean.ts'
import { createProgress, type Progress } from '../progress.ts'

export class Voice {
  /** A person sits at the terminal and can be asked. */
  readonly interactive = process.stdin.isTTY === true && process.stderr.isTTY === true
  private readonly progress: Progress
  private readonly quiet: boolean
  private asking = false

  constructor(total: number, quiet: boolean) {
    this.quiet = quiet
    this.progress = createProgress({ total, quiet })
  }

  readonly say = (text: string): void => {
    this.progress.close()
    if (!this.quiet) process.stderr.write(`${displayText(text, true)}\n`)
  }

  /** Nothing else is written while a person is being asked. */
  readonly whileAsking = (on: boolean): void => {
    this.asking = on
    this.progress.close()
  }

  readonly show = (event: CheckEvent): void => {
    if (!this.asking) showEvent(event, this.progress)
  }

  close(): void {
    this.progress.close()
  }
}

function showEvent(event: CheckEvent, progress: Progress): void {
  if (event.type === 'start') progress.start(event.device)
  else if (event.type === 'retry') progress.step(event.device, 'waiting to try again')
  else if (event.type === 'done')
    progress.done(event.device, event.set.problem?.message ?? 'read', event.set.problem === undefined)
  else if (event.event.type === 'command') {
    progress.step(event.device, `${event.event.index + 1}/${event.event.of} ${event.event.command}`)
  } else if (event.event.type === 'logged-in') progress.step(event.device, 'logged in')
}
