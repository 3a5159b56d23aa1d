// The raw bytes of a session, masked before anything of them can be written.
import { createRedactor, type Masked, type Redactor, type RedactorOptions } from '../redact/redactor.ts'
import { Held } from './held.ts'

/** More than a device says in any session that ends well; what follows is not kept. */
export const LONGEST_TRANSCRIPT = 512 * 1024 * 1024

export interface MaskedTranscript {
  readonly held: Held
  /** It was longer than is kept. */
  readonly cut: boolean
  readonly masked: readonly Masked[]
  readonly counts: ReturnType<Redactor['counts']>
}

/**
 * One byte is one character on the way (Latin-1): whatever the device sent comes out as it came. At level `secrets` it
 * is masked while it comes; above, names that only a later line explains have to be known first, so the raw bytes wait
 * in memory, packed.
 */
export class Transcript {
  private readonly held = new Held()
  private readonly redactor: Redactor | undefined
  private readonly options: RedactorOptions
  private received = 0

  constructor(options: RedactorOptions) {
    this.options = options
    if ((options.level ?? 'secrets') === 'secrets') this.redactor = createRedactor(this.options)
  }

  readonly take = (chunk: Uint8Array): void => {
    const room = LONGEST_TRANSCRIPT - this.received
    this.received += chunk.length
    if (room <= 0) return
    const part = chunk.length <= room ? chunk : chunk.subarray(0, room)
    if (this.redactor === undefined) this.held.write(part)
    else this.held.write(bytesOf(this.redactor.push(textOf(part))))
  }

  /** No more comes. Above level `secrets` the names are learnt from a first reading of it. */
  finish(): MaskedTranscript {
    const cut = this.received > LONGEST_TRANSCRIPT
    if (this.redactor !== undefined) {
      this.held.write(bytesOf(this.redactor.finish()))
      return { held: this.held, cut, masked: this.redactor.report(), counts: this.redactor.counts() }
    }
    through(this.held, createRedactor(this.options), () => undefined)
    const out = new Held()
    const redactor = createRedactor(this.options)
    through(this.held, redactor, text => out.write(bytesOf(text)))
    return { held: out, cut, masked: redactor.report(), counts: redactor.counts() }
  }
}

function through(held: Held, redactor: Redactor, write: (text: string) => void): void {
  for (const block of held.read()) write(redactor.push(textOf(block)))
  write(redactor.finish())
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}
