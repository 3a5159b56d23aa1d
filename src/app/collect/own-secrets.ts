// The secrets of a run by value: whatever a device prints of them back is masked, wherever it stands.
import type { CaptureSet } from '../../model/capture.ts'
import { redactCaptures } from '../../redact/captures.ts'
import { literalSpans } from '../../redact/literal.ts'
import { redactText } from '../../redact/redactor.ts'
import { redactSentence } from '../../redact/sentence.ts'
import type { Credentials } from '../../session/auth.ts'
import type { Target } from '../../session/device.ts'
import type { CheckEvent } from '../check/collect.ts'

/** Words every device prints, and the first anybody tries: masking them takes its answers apart and hides nothing. */
const COMMON =
  /^(?:cisco|admin|administrator|root|user|guest|lab|test|demo|default|password|passwd|secret|enable|public|private|switch|router|network|license|licence|smart|manager|monitor|operator|management|localhost|1234(?:5(?:6(?:7(?:89?)?)?)?)?)$/i

/** Shorter ones stand in words run together by chance. */
const LONG = 8

export class OwnSecrets {
  /** Grows with every login question that is answered. */
  readonly values = new Set<string>()

  /** A sentence of the tool for a person, without secrets of the run or the device. */
  readonly say = (text: string): string => redactSentence(text, this.values)

  /** Text of a device, as it may be shown. */
  private shown(text: string): string {
    return redactText(text, { literals: this.values })
  }

  /** What a person is told, as it may be shown. */
  readonly told = (event: CheckEvent): CheckEvent => {
    if (event.type === 'retry') return { ...event, reason: this.say(event.reason) }
    if (event.type === 'session' && event.event.type === 'note')
      return { ...event, event: { ...event.event, text: this.say(event.event.text) } }
    if (event.type === 'session' && event.event.type === 'logged-in')
      return { ...event, event: { ...event.event, prompt: this.shown(event.event.prompt) } }
    if (event.type !== 'done' || event.set.problem === undefined) return event
    const problem = { ...event.set.problem, message: this.say(event.set.problem.message) }
    return { ...event, set: { ...event.set, problem } }
  }

  /** The answers without what was typed at the login; the same set where no device printed it back. */
  readonly masked = (set: CaptureSet): CaptureSet => {
    const said = [set.problem?.message, ...set.captures.flatMap(({ text, reason }) => [text, reason])]
    return said.some(text => text !== undefined && this.standsIn(text))
      ? redactCaptures(set, { literals: this.values })
      : set
  }

  /** Also where a terminal wrapped it. */
  private standsIn(text: string): boolean {
    if (literalSpans(text, this.values).length > 0) return true
    // One of its halves is whole wherever it was wrapped: only then is it worth putting the lines together.
    const split = [...this.values].filter(value => {
      const half = Math.ceil(value.length / 2)
      return value.length >= LONG && (text.includes(value.slice(0, half)) || text.includes(value.slice(half)))
    })
    const joined = split.length === 0 ? '' : text.replace(/\s+/g, '')
    return split.some(value => joined.includes(value))
  }

  /** The target, with its answers to login questions remembered. */
  readonly watch = (target: Target): Target => {
    const jump = target.jump?.map(hop => ({ ...hop, credentials: this.watched(hop.credentials) }))
    return {
      ...target,
      credentials: this.watched(target.credentials),
      ...(jump === undefined ? {} : { jump }),
    }
  }

  private watched(credentials: Credentials): Credentials {
    const { password, enableSecret, key, interact } = credentials
    for (const value of [password, enableSecret, key?.passphrase]) this.add(value)
    if (interact === undefined) return credentials
    return {
      ...credentials,
      interact: async question => {
        const answers = await interact(question)
        for (const answer of answers ?? []) this.add(answer)
        return answers
      },
    }
  }

  private add(value: string | undefined): void {
    if (value === undefined || value === '' || COMMON.test(value)) return
    this.values.add(value)
    // A transcript is read byte by byte: there a letter beyond ASCII is two characters.
    this.values.add(Buffer.from(value, 'utf8').toString('latin1'))
  }
}
