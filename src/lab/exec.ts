// Commands that do something: licensing, saving, setting the clock, ping.

import * as classic from './agent/classic.ts'
import { clockSet } from './agent/effects.ts'
import * as policy from './agent/policy.ts'
import { settingsOf } from './agent/settings.ts'
import { isAdminPlane } from './agent/xr-plane.ts'
import { lookUp } from './lookup.ts'
import { ping, telnet } from './probes.ts'
import { save } from './stamps.ts'
import type { Terminal } from './terminal.ts'

type Command = (terminal: Terminal, words: readonly string[]) => string | Promise<string>

const LICENSE_CLASSIC: Readonly<Record<string, Command>> = {
  'license smart register idtoken *': (terminal, words) => {
    classic.register(terminal.machine, words.at(-1) ?? '', false)
    return REGISTERING[terminal.persona.platform]
  },
  'license smart register idtoken * force': (terminal, words) => {
    classic.register(terminal.machine, words.at(-2) ?? '', true)
    return REGISTERING[terminal.persona.platform]
  },
  'license smart deregister': terminal => {
    if (!classic.isRegistered(terminal.machine)) return '% The device is not registered\n'
    classic.deregister(terminal.machine)
    return terminal.persona.platform === 'ios-xr' ? 'license smart deregister: Success\n' : ''
  },
  'license smart renew auth': terminal => {
    if (!classic.isRegistered(terminal.machine)) return '% The device is not registered\n'
    classic.renewAuthorization(terminal.machine)
    return ''
  },
  'license smart renew id': terminal => {
    if (!classic.isRegistered(terminal.machine)) return '% The device is not registered\n'
    classic.renewCertificate(terminal.machine)
    return ''
  },
}

const REGISTERING = {
  'ios-xe':
    "Registration process is in progress. Use the 'show license status' command to check the progress and result\n",
  'nx-os': 'Initiated device registration with backend. run show license status, for registration status\n',
  'ios-xr':
    'Registration process is in progress. Use the "show license status" command to check the progress and result\n',
} as const

const trust: Command = (terminal, words) => {
  policy.establishTrust(terminal.machine, words[4] ?? '', words.at(-1) === 'force')
  return ''
}
const sync: Command = terminal => {
  policy.report(terminal.machine)
  return ''
}

const LICENSE_POLICY: Readonly<Record<string, Command>> = {
  'license smart trust idtoken *': trust,
  'license smart trust idtoken * all': trust,
  'license smart trust idtoken * local': trust,
  'license smart trust idtoken * force': trust,
  'license smart trust idtoken * all force': trust,
  'license smart trust idtoken * local force': trust,
  'license smart sync': sync,
  'license smart sync all': sync,
  'license smart sync local': sync,
}

const saveConfig: Command = terminal => {
  save(terminal.machine)
  return terminal.persona.platform === 'nx-os'
    ? '[########################################] 100%\nCopy complete.\n'
    : 'Building configuration...\n[OK]\n'
}

/** `clock set 10:20:30 4 March 2026`, day and month in either order. */
const setClock: Command = (terminal, words) => {
  const text = words.slice(2).join(' ')
  const at = Date.parse(`${text.replace(/^(\S+) (.*)$/, '$2 $1')} UTC`)
  if (Number.isNaN(at)) return terminal.persona.invalid(0)
  clockSet(terminal.machine, new Date(at))
  return ''
}

const COMMON: Readonly<Record<string, Command>> = {
  'copy running-config startup-config': async terminal => {
    if (terminal.persona.platform === 'ios-xe') await terminal.ask('Destination filename [startup-config]? ')
    return await saveConfig(terminal, [])
  },
  'clock set * * * *': setClock,
  'ping *': ping,
  'ping * **': ping,
  'telnet * *': telnet,
  'telnet * * **': telnet,
}

const BY_PLATFORM: Readonly<Record<Terminal['persona']['platform'], Readonly<Record<string, Command>>>> = {
  'ios-xe': {
    write: saveConfig,
    'write memory': saveConfig,
    disconnect: async terminal => (await terminal.suspended?.close()) ?? '% No current connection\n',
  },
  'nx-os': {},
  'ios-xr': {
    'crypto ca trustpool import url *': terminal => {
      const { device } = terminal.machine.view
      const pool = device.answers[XR_POOL] ?? ''
      if (!pool.includes('IdenTrust')) {
        terminal.machine.setAnswers(
          { ...device.answers, [XR_POOL]: `${pool}\n${XR_ROOT}` },
          device.unsupported,
        )
      }
      return ''
    },
    'crypto ca authenticate *': async (terminal, words) => await authenticate(terminal, words.at(-1) ?? ''),
  },
}

const XR_POOL = 'show crypto ca trustpool'
const XR_ROOT = `Trustpool: Downloaded

CA certificate
  Serial Number  : 0A:01:42:80:00:00:01:45:23:C8:44:B5:00:00:00:02
  Subject:
        CN=IdenTrust Commercial Root CA 1,O=IdenTrust,C=US
  Issued By      :
        CN=IdenTrust Commercial Root CA 1,O=IdenTrust,C=US
  Validity Start : 18:12:23 UTC Thu Jan 16 2014
  Validity End   : 18:12:23 UTC Mon Jan 16 2034
`

/** Takes a certificate in PEM form; which authority it is of, the surroundings say. */
export async function authenticate(terminal: Terminal, trustpoint: string): Promise<string> {
  terminal.write(
    '\nEnter the base 64 encoded CA certificate.\nEnd with a blank line or the word "quit" on a line by itself\n\n',
  )
  for (;;) {
    const line = (await terminal.readLine(true))?.trim()
    if (line === undefined || line === '' || line === 'quit') break
  }
  const { world } = terminal.machine
  const accepted = await terminal.ask('% Do you accept this certificate? [yes/no]: ')
  if (!/^y/i.test(accepted)) return '% CA certificate rejected\n'
  terminal.machine.setVars({ [`authority_${trustpoint}`]: world.proxies[0]?.resigns ?? '' })
  return '\n% CA certificate accepted.\n'
}

/** The commands of this device in its present plane. */
function known(terminal: Terminal): Readonly<Record<string, Command>> {
  const { machine } = terminal
  const policyDevice = settingsOf(machine.view).generation === 'policy'
  const license = policyDevice ? LICENSE_POLICY : LICENSE_CLASSIC
  if (!isAdminPlane(machine)) return { ...COMMON, ...license, ...BY_PLATFORM[terminal.persona.platform] }
  const admin = Object.entries(license).map(([pattern, run]) => [`admin ${pattern}`, run] as const)
  return { ...COMMON, ...Object.fromEntries(admin), ...BY_PLATFORM['ios-xr'] }
}

/** The text to print, or undefined when `typed` is none of these commands. */
export async function runExec(terminal: Terminal, typed: string): Promise<string | undefined> {
  // What was recorded is told, nothing is done.
  if (terminal.mode === 'user' || terminal.view.device.recorded !== undefined) return undefined
  const commands = known(terminal)
  const found = lookUp(typed, Object.keys(commands))
  if (found.kind !== 'found') return undefined
  return await commands[found.pattern]?.(terminal, found.command.split(' '))
}
