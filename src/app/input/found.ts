// What reading gathers: texts already split into answers, and sentences about what could not be used.
import type { Segment } from '../../parse/split/index.ts'
import type { ReadBundle } from './bundle.ts'

/** Where a text comes from. */
export interface Place {
  /** As the person named it, for evidence and notes; a file in an archive follows the archive's name. */
  readonly origin: string
  /** File name without folders and without the ending of a compression; '' for standard input. */
  readonly file: string
  /** Files of one folder may be the answers of one device. */
  readonly folder: string
  readonly folderName: string
}

export interface InputText extends Place {
  readonly segments: readonly Segment[]
}

/** More notes than a person reads. */
const MOST_NOTES = 50

export class Found {
  readonly texts: InputText[] = []
  readonly bundles: ReadBundle[] = []
  private readonly sentences: string[] = []
  private readonly said = new Set<unknown>()
  private silent = 0

  note(sentence: string): void {
    if (this.sentences.length < MOST_NOTES) this.sentences.push(sentence)
    else this.silent += 1
  }

  /** An error is told once, also when it ends a file and the archive around it. */
  noteError(error: unknown, sentence: string): void {
    if (this.said.has(error)) return
    this.said.add(error)
    this.note(sentence)
  }

  get notes(): string[] {
    return this.silent === 0
      ? [...this.sentences]
      : [...this.sentences, `${this.silent} more files were left out; name fewer files to see why`]
  }
}
