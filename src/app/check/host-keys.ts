// How host keys are checked in a run: what a person said, else what fits the place the tool runs in.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { askYesNo } from '../../inventory/credentials.ts'
import type { HostKeyPolicy } from '../../session/hostkeys.ts'

export type { HostKeyPolicy } from '../../session/hostkeys.ts'

const SYSTEM_FILES = ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']

export interface HostKeyInput {
  readonly mode?: 'strict' | 'accept-new' | 'off'
  readonly file?: string
  readonly interactive: boolean
  readonly note: (text: string) => void
  /** True while a person is being asked: nothing else may write to the terminal. */
  readonly whileAsking: (asking: boolean) => void
}

/**
 * A file of host keys that cannot be read fails every device: it is told once, before any of them is called. One that
 * is not there just knows nobody, as with OpenSSH.
 * @throws Error when the file is there and cannot be read
 */
export async function assertKnownHosts(policy: HostKeyPolicy): Promise<void> {
  const { readRecords } = await import('../../session/hostkeys.ts')
  await readRecords(policy)
}

/** Without a word from the person: ask at a terminal, strict everywhere else. */
export function hostKeyPolicy(input: HostKeyInput): HostKeyPolicy {
  return {
    mode: input.mode ?? (input.interactive ? 'ask' : 'strict'),
    file: input.file ?? join(homedir(), '.ssh', 'known_hosts'),
    // OpenSSH's own default beside it. A file named by the person is the only one.
    ...(input.file === undefined ? { more: SYSTEM_FILES } : {}),
    note: input.note,
    ask: async ({ host, type, fingerprint }) => {
      input.whileAsking(true)
      try {
        return await askYesNo(
          `${host} is not known; its ${type} key is ${fingerprint}. Trust it and remember it?`,
        )
      } finally {
        input.whileAsking(false)
      }
    },
  }
}
