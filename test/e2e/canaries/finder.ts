// Finds what must not be there in any number of texts: whole secrets, and parts of them.
import type { Canary } from '../../redact/canaries.ts'

/** A shorter part stands in times, sizes and checksums by chance. */
const PART = 9

export class Finder {
  private readonly parts = new Map<string, string>()
  private readonly own: readonly (readonly [string, string])[]

  /** @param own secrets of the run by what they are called; half of one counts, too */
  constructor(canaries: readonly Canary[], own: Readonly<Record<string, string>> = {}) {
    for (const { secrets, template } of canaries)
      for (const secret of secrets)
        for (let at = 0; at + PART <= secret.length; at += 1) {
          const part = secret.slice(at, at + PART)
          // Digits alone are a time or a size somewhere.
          if (/[A-Za-z]/.test(part)) this.parts.set(part, template)
        }
    this.own = Object.entries(own).flatMap(([name, value]) => {
      const half = Math.ceil(value.length / 2)
      return [value.slice(0, half), value.slice(-half)].map(part => [name, part] as const)
    })
  }

  /** Each leak with its place and its surroundings; of one text the first of each kind. */
  leaksIn(texts: Iterable<readonly [string, string]>): string[] {
    const found: string[] = []
    for (const [where, text] of texts) {
      for (const [name, value] of this.own) {
        const at = text.indexOf(value)
        if (at >= 0) found.push(`${where}: the run's own ${name}: ${around(text, at)}`)
      }
      for (let at = 0; at + PART <= text.length; at += 1) {
        const template = this.parts.get(text.slice(at, at + PART))
        if (template === undefined) continue
        found.push(`${where}: ${template}: ${around(text, at)}`)
        break
      }
    }
    return found
  }
}

function around(text: string, at: number): string {
  return JSON.stringify(text.slice(Math.max(0, at - 70), at + 70))
}
