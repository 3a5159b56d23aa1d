// A PAM service for one test server: one password, no system account touched. Root only.
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface PamService {
  /** Name of the service; the program that asks PAM must be started by this name. */
  readonly service: string
  remove(): void
}

export interface PamRules {
  /** The one that is let in; without it no password is. */
  readonly password?: string
  /** Further lines, e.g. `auth required pam_oath.so ...`. */
  readonly auth?: readonly string[]
  readonly account?: string
  /** Asks for a new password; nothing may be changed by it. */
  readonly change?: readonly string[]
}

let services = 0

/** Why password logins cannot be tested; undefined when they can. */
export function pamMissing(): string | undefined {
  return process.getuid?.() === 0 ? undefined : 'skipped: only root may add a PAM service'
}

/** Why a PAM module cannot be used; undefined when it can. */
export function moduleMissing(name: string): string | undefined {
  const there = ['/lib', '/usr/lib']
    .flatMap(lib => readdirSync(lib).map(dir => join(lib, dir, 'security', name)))
    .some(existsSync)
  return (
    pamMissing() ?? (there ? undefined : `skipped: ${name} is not installed (run test/services/install.sh)`)
  )
}

export function installPam(dir: string, rules: PamRules): PamService {
  const service = `smartlic-test-${process.pid}-${Date.now()}-${services++}`
  const file = join('/etc/pam.d', service)
  const check = join(dir, 'check-password')
  const secret = join(dir, 'password')
  writeFileSync(secret, rules.password ?? '', { mode: 0o600 })
  // pam_exec hands over the password with a NUL behind it.
  const test = rules.password === undefined ? 'false' : `[ "$(tr -d '\\000')" = "$(cat '${secret}')" ]`
  writeFileSync(check, `#!/bin/sh\n${test}\n`)
  chmodSync(check, 0o700)
  writeFileSync(
    file,
    [
      `auth required pam_exec.so quiet expose_authtok ${check}`,
      ...(rules.auth ?? []),
      // pam_exec has no opinion on credentials, and a stack without one refuses.
      'auth required pam_permit.so',
      rules.account ?? 'account required pam_permit.so',
      ...(rules.change ?? ['password required pam_deny.so']),
      'session required pam_permit.so',
      '',
    ].join('\n'),
  )
  return { service, remove: () => rmSync(file, { force: true }) }
}
