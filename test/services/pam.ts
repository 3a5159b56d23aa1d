// A PAM service for one test server: one password, no system account touched. Root only.
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface PamService {
  /** Name of the service; the program that asks PAM must be started by this name. */
  readonly service: string
  remove(): void
}

/** Why password logins cannot be tested; undefined when they can. */
export function pamMissing(): string | undefined {
  return process.getuid?.() === 0 ? undefined : 'skipped: only root may add a PAM service'
}

/** @param password the one that is let in; without it no password is */
export function installPam(dir: string, password?: string): PamService {
  const service = `smartlic-test-${process.pid}-${Date.now()}`
  const file = join('/etc/pam.d', service)
  const check = join(dir, 'check-password')
  const secret = join(dir, 'password')
  writeFileSync(secret, password ?? '', { mode: 0o600 })
  // pam_exec hands over the password with a NUL behind it.
  const test = password === undefined ? 'false' : `[ "$(tr -d '\\000')" = "$(cat '${secret}')" ]`
  writeFileSync(check, `#!/bin/sh\n${test}\n`)
  chmodSync(check, 0o700)
  writeFileSync(
    file,
    [
      `auth required pam_exec.so quiet expose_authtok ${check}`,
      // pam_exec has no opinion on credentials, and a stack without one refuses.
      'auth required pam_permit.so',
      'account required pam_permit.so',
      'password required pam_deny.so',
      'session required pam_permit.so',
      '',
    ].join('\n'),
  )
  return { service, remove: () => rmSync(file, { force: true }) }
}
