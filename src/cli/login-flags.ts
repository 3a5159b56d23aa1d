// Flags of commands that log in to devices.
import { Flags } from '@oclif/core'
import { DEVICE_TIMEOUT_SECONDS } from '../app/check/limits.ts'

const LOGIN = 'LOGIN'
/** Who logs in, and where the secrets come from. */
export const loginFlags = {
  username: Flags.string({
    char: 'u',
    summary: 'user name (default: yours)',
    helpValue: 'NAME',
    helpGroup: LOGIN,
  }),
  port: Flags.integer({
    char: 'p',
    summary: 'SSH port (default: 22)',
    min: 1,
    max: 65_535,
    helpGroup: LOGIN,
  }),
  identity: Flags.string({
    char: 'i',
    summary: 'private key to log in with',
    helpValue: 'FILE',
    helpGroup: LOGIN,
  }),
  agent: Flags.boolean({ summary: 'log in with the keys of the SSH agent', helpGroup: LOGIN }),
  'password-file': Flags.string({
    summary: 'read the password from a file only you can read',
    helpValue: 'FILE',
    helpGroup: LOGIN,
    exclusive: ['password-command'],
  }),
  'password-command': Flags.string({
    summary: 'run this in the shell and take what it prints as the password',
    helpValue: 'CMD',
    helpGroup: LOGIN,
  }),
  enable: Flags.boolean({
    summary: 'IOS XE: type enable when the session starts at a > prompt',
    helpGroup: LOGIN,
  }),
  'enable-password-file': Flags.string({
    summary: 'read the enable secret from a file only you can read',
    helpValue: 'FILE',
    helpGroup: LOGIN,
    dependsOn: ['enable'],
  }),
}

const SSH = 'SSH'
/** How a device is reached and recognised. */
export const sshFlags = {
  'known-hosts': Flags.string({
    summary: 'file of known host keys (default: ~/.ssh/known_hosts)',
    helpValue: 'FILE',
    helpGroup: SSH,
  }),
  'host-key': Flags.option({
    summary:
      'an unknown host key is refused, stored, or not checked (default: ask at a terminal, else strict)',
    options: ['strict', 'accept-new', 'off'] as const,
    helpGroup: SSH,
  })(),
  'legacy-crypto': Flags.boolean({
    summary: 'also offer SSH algorithms of old devices (SHA-1, CBC, 3DES)',
    helpGroup: SSH,
  }),
  timeout: Flags.integer({
    summary: `give up on a device after this many seconds (default: ${DEVICE_TIMEOUT_SECONDS})`,
    min: 1,
    helpValue: 'SECONDS',
    helpGroup: SSH,
  }),
  concurrency: Flags.integer({
    summary: 'devices at the same time',
    default: 20,
    min: 1,
    max: 500,
    helpGroup: SSH,
  }),
}
