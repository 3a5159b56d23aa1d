// The secrets of a run by value: whatever a device prints of them back is masked, wherever it stands.
import type { Credentials } from '../../session/auth.ts'
import type { Target } from '../../session/device.ts'

export class OwnSecrets {
  /** Grows with every login question that is answered. */
  readonly values = new Set<string>()

  /** The target, with its answers to login questions remembered. */
  watch(target: Target): Target {
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
    if (value === undefined || value === '') return
    this.values.add(value)
    // A transcript is read byte by byte: there a letter beyond ASCII is two characters.
    this.values.add(Buffer.from(value, 'utf8').toString('latin1'))
  }
}
