// Is OpenSSH here? Without it the service tests are skipped and say so, or fail when they are required.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, test } from 'vitest'

/** sshd wants to be started by its full path. */
export const SSHD = '/usr/sbin/sshd'
const TOOLS = ['ssh-keygen', 'ssh-agent', 'ssh-add']

/** Why the tests cannot run; undefined when they can. */
export function missing(): string | undefined {
  const where = (process.env['PATH'] ?? '').split(delimiter)
  const lacking = TOOLS.filter(tool => !where.some(dir => existsSync(join(dir, tool))))
  if (!existsSync(SSHD)) lacking.unshift('sshd')
  const [first] = lacking
  return first === undefined ? undefined : `skipped: ${first} is not installed (run test/services/install.sh)`
}

/** A group of tests that needs OpenSSH. `also` gives a further reason to skip it, e.g. that only root may. */
export function services(name: string, body: () => void, also?: string): void {
  const reason = missing() ?? also
  if (reason === undefined) describe(name, body)
  else if (process.env['SMARTLIC_SERVICES'] === 'required') {
    describe(name, () => {
      test('can run here', () => {
        throw new Error(`SMARTLIC_SERVICES=required, but ${reason.replace('skipped: ', '')}`)
      })
    })
  } else describe.skip(`${name}: ${reason}`, body)
}
