// Saved output, inventories and file names full of text that tries to break out of whatever it is put into.
import { loadDevices } from '../../../src/lab/load.ts'
import { capturesOf } from '../../lab/captures.ts'
import { PAYLOADS } from '../../report/hostile.ts'

/** On top of what reports are tried with: what reaches the tool only as a device's bytes or an inventory's words. */
const MORE: Readonly<Record<string, string>> = {
  'a clipboard': '\u001b]52;c;cm0gLXJmIC8=\u0007',
  'a device control string': '\u001bP$q"p\u001b\\\u0090+q544e\u009c',
  'a window title': '\u001b]2;owned\u001b\\\u009d2;owned\u009c',
  'a cursor': '\u001b[2J\u001b[1;1H\u009b31m\u000e\u000f\b\b\b',
  'an answer back': '\u001b[6n\u001bZ\u0005',
  mentions:
    '@everyone <!channel> <@U1> [[link]] https://evil.example www.evil.example <https://evil.example>',
  separators: 'a|b;c,d\te\u2028f\u2029g',
  'a template': '{{uptime}} \u0024{x} #{x} <%= x %> %(x)s',
}

export const TEXTS: readonly (readonly [string, string])[] = Object.entries({ ...PAYLOADS, ...MORE })
  // One line of a device each; what is longer than a line of it may be is tried elsewhere.
  .map(([name, text]) => [name, text.replace(/[\r\n]+/g, ' ').slice(0, 400)] as const)
  .filter(([, text]) => text !== '')

/** Lines whose value somebody chose, on the device or at Cisco. */
const NAMED =
  /^(\s*(?:hostname|description|contact-email-addr|contact person|profile|destination address http|ip domain[ -]name|switchname|snmp-server location|.*(?:Smart Account|Virtual Account|Product Instance Name|Failure reason|Host ?name|Proxy|URL|Address|Name|Message|Reason|Location)\s*:))\s*(\S.*)$/gim

const BASES = [
  'xe-callhome-http-url',
  'nx-known-issue-1',
  'xr-callhome-failed-dns',
  'xe-slp-trust-code-missing',
  'xe-slp-smart-url-wrong',
]

export interface SavedFile {
  readonly name: string
  readonly bytes: Buffer
}

/** A file a text: what was chosen on the device says the text, in front of or behind what it said. */
export function hostileOutput(now: Date): SavedFile[] {
  const bases = loadDevices(undefined, BASES)
  return TEXTS.map(([, text], at) => {
    const base = bases[at % bases.length]
    if (base === undefined) throw new Error('there is no such device')
    const device = { ...base, hostname: `sw-${at}` }
    const said = capturesOf(device, now)
      .captures.filter(({ status }) => status === 'ok')
      .map(({ command, text: output }) => {
        const poisoned = output.replace(
          NAMED,
          (_all, key: string, value: string) =>
            `${key} ${at % 2 === 0 ? `${text} ${value}` : `${value}${text}`}`,
        )
        const log = `*Nov 20 10:00:00.000: %SMART_LIC-3-COMM_FAILED: Communications failure with the Cisco Smart Software Manager (CSSM) : ${text}`
        return `${device.hostname}#${command}\n${poisoned}${command.startsWith('show log') ? `${log}\n` : ''}`
      })
      .join('')
    // Halves of characters and bytes that are none.
    const bytes = Buffer.concat([
      Buffer.from(`${said}${device.hostname}#\n`),
      Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a]),
    ])
    return { name: `${String(at).padStart(2, '0')}${fileName(text)}.txt`, bytes }
  })
}

/** As much of it as a file may be called. */
export function fileName(text: string): string {
  const bytes = Buffer.from(text.replace(/[/\0]/g, '_').replace(/[\ud800-\udfff]/g, ''))
  return bytes
    .subarray(0, 120)
    .toString('utf8')
    .replace(/\ufffd/g, '')
}

/** A name that holds one is refused. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g

/** Devices whose every word but the address is hostile, as a table. */
export function hostileInventory(port: number): string {
  const cell = (text: string): string => `"${text.replace(/[\ud800-\udfff\0]/g, '').replaceAll('"', '""')}"`
  const rows = TEXTS.map(([, text], at) =>
    [`${text.replace(CONTROLS, '')} ${at}`, `127.0.0.${at + 1}`, String(port), 'netops', text, `site ${text}`]
      .map(cell)
      .join(','),
  )
  return `name,host,port,username,group,site\n${rows.join('\n')}\n`
}
