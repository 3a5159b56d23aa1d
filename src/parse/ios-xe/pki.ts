// `show crypto pki trustpool` and `show crypto pki trustpoints` on IOS XE.
import type { CommandParser, Line } from '../contract.ts'
import { allTell } from '../whole.ts'
import { scopeOf } from './config-scope.ts'

/** The root that tools.cisco.com (since Feb 2022) and smartreceiver.cisco.com chain to. Source: FN72323. */
const IDENTRUST = 'cn=IdenTrust Commercial Root CA 1'
const QUOVADIS = 'cn=QuoVadis Root CA 2'

export const trustpool: CommandParser = {
  command: 'show crypto pki trustpool',
  platforms: ['ios-xe'],
  aliases: [/^sh(o|ow)? cry(p|pt|pto)? pki trustpool( verbose)?( \| .*)?$/],
  recognise: head =>
    /Trustpool: (Built-In|Downloaded)/i.test(head) || /Associated Trustpoints: Trustpool/i.test(head),
  provides: ['pki.trustpool'],
  parse: ({ command, lines, complete }, write) => {
    const scope = scopeOf(command, complete)
    const count = lines.filter(line => /^\s*CA Certificate\b/.test(line.text))
    write.claim(lines)
    // A certificate without its names may be any: then none is known to be missing.
    const named = allTell(
      lines,
      text => /^\s*CA Certificate\b/.test(text),
      text => /^\s*(cn|ou|o)=/i.test(text),
    )
    const holds = (name: string, path: string): void => {
      const hit = lines.find(line => line.text.trim() === name)
      if (hit !== undefined) write.set(path, true, hit)
      else if (named && scope.covers(name) && (command.includes('|') || count.length > 0))
        write.set(path, false, firstOf(lines))
    }
    holds(IDENTRUST, 'pki.trustpool.identrust')
    holds(QUOVADIS, 'pki.trustpool.quovadis')
    if (scope.full)
      write.set('pki.trustpool.certificates', count.length, count.length > 0 ? count : firstOf(lines))
  },
}

export const trustpoints: CommandParser = {
  command: 'show crypto pki trustpoints',
  platforms: ['ios-xe'],
  recognise: head => /^Trustpoint \S+:\s*$/m.test(head),
  provides: ['pki.trustpoints'],
  // The configuration tells more of each trustpoint; this one adds what is installed.
  rank: 65,
  parse: ({ lines, complete }, write) => {
    if (!complete) {
      write.unreadable('pki.trustpoints', 'the list is cut')
      return
    }
    let name = ''
    for (const line of lines) {
      const heading = /^Trustpoint (\S+?):?\s*$/.exec(line.text)?.[1]
      if (heading !== undefined) {
        name = heading
        write.set('pki.trustpoints', [{ name }], line)
      } else if (
        name !== '' &&
        /^\s+(Certificate configured|Persistent self-signed certificate)/.test(line.text)
      ) {
        write.set('pki.trustpoints', [{ name, has_certificate: true }], line)
      } else {
        write.claim(line)
      }
    }
  },
}

function firstOf(lines: readonly Line[]): readonly Line[] {
  return lines.slice(0, 1)
}
