// What a person sees of a line: without terminal sequences and control characters. Knows the way back to the raw line.

export interface Visible {
  readonly text: string
  /** Place of each visible character in the raw line; undefined when both are the same. */
  readonly at?: readonly number[]
}

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
// CSI, OSC (ended by BEL or ST), other two-character sequences. Sticky: tried at one place only.
const ESCAPE =
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001b]{0,2048}(?:\u0007|\u001b\\)?|[ -/]{0,4}[0-~])/y

/** What backspaces took back is gone: nobody saw it last, and it may be half of a secret. */
export function withoutErased(raw: string): string {
  if (!raw.includes('\b')) return raw
  const out: string[] = []
  for (const char of raw) {
    if (char === '\b') out.pop()
    else out.push(char)
  }
  return out.join('')
}

/** A carriage return starts a new stretch: what was written over is still in the raw text and is looked at, too. */
export function visibleOf(raw: string): Visible {
  if (!CONTROL.test(raw)) return { text: raw }
  const chars: string[] = []
  const at: number[] = []
  for (let index = 0; index < raw.length; index += 1) {
    const char = raw[index] as string
    if (char === '\u001b') {
      ESCAPE.lastIndex = index
      const found = ESCAPE.exec(raw)
      if (found !== null) index += found[0].length - 1
    } else if (char === '\r') {
      chars.push(' ')
      at.push(index)
    } else if (!CONTROL.test(char) || char === '\t') {
      chars.push(char)
      at.push(index)
    }
  }
  return { text: chars.join(''), at }
}
