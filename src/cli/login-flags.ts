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
    exclusive: ['password-command', 'password-stdin'],
  }),
  'password-stdin': Flags.boolean({
    summary: 'the first line of standard input is the password',
    helpGroup: LOGIN,
    exclusive: ['password-command'],
  }),
  'otp-command': Flags.string({
    summary:
      'run this for a login question that is no password (in SMARTLIC_QUESTION); one device at a time then',
    helpValue: 'CMD',
    helpGroup: LOGIN,
  }),
  'carry-on': Flags.boolean({
    summary: 'a refused login does not stop the devices that share the account (they may lock it)',
    helpGroup: LOGIN,
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
const RUN = 'RUN'
/** How a device is reached and recognised. */
export const sshFlags = {
  jump: Flags.string({
    char: 'J',
    summary: 'jump hosts on the way, [user@]host[:port] or names of the inventory, nearest first',
    helpValue: 'HOST,...',
    helpGroup: SSH,
  }),
  'ssh-config': Flags.string({
    summary: 'SSH client configuration to read (default: ~/.ssh/config)',
    helpValue: 'FILE',
    helpGroup: SSH,
  }),
  'no-ssh-config': Flags.boolean({
    summary: 'read no SSH client configuration',
    helpGroup: SSH,
    exclusive: ['ssh-config'],
  }),
  transport: Flags.option({
    summary: 'the SSH library, or the program ssh for devices the library cannot speak to',
    options: ['library', 'ssh'] as const,
    helpGroup: SSH,
  })(),
  bind: Flags.string({
    summary: 'address of this computer to call from',
    helpValue: 'ADDRESS',
    helpGroup: SSH,
  }),
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
}

/** How a run over many devices goes. */
export const runFlags = {
  concurrency: Flags.integer({
    summary: 'devices at the same time',
    default: 20,
    min: 1,
    max: 500,
    helpGroup: RUN,
  }),
  rate: Flags.integer({
    summary: 'logins started per second at most',
    default: 10,
    min: 1,
    max: 1_000,
    helpGroup: RUN,
  }),
  deadline: Flags.integer({
    summary: 'stop after this many seconds with what is known by then',
    min: 1,
    helpValue: 'SECONDS',
    helpGroup: RUN,
  }),
  quick: Flags.boolean({ summary: 'leave out what takes minutes: tech-support', helpGroup: RUN }),
  active: Flags.boolean({
    summary: 'let devices that do not reach the licensing server test the way: ping it, telnet to its port',
    helpGroup: RUN,
  }),
  quiet: Flags.boolean({ char: 'q', summary: 'no progress and no notes', helpGroup: RUN }),
}
