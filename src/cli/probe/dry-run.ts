// What `probe --dry-run` prints: every address or name a packet may go to, why, and how many at most.
import type { ProbeTargets } from '../../app/probe.ts'
import { fold } from '../../report/wrap.ts'
import type { Theme } from '../theme.ts'

export function renderProbeDryRun(targets: readonly ProbeTargets[], theme: Theme): string {
  const lines: string[] = []
  for (const { device, contacts } of targets) {
    lines.push(theme.paint('strong', device))
    if (typeof contacts === 'string') {
      lines.push(...fold(`nothing: ${contacts}`, theme.width - 2).map(line => `  ${line}`), '')
      continue
    }
    for (const { protocol, host, port, why, most } of contacts) {
      const unit = protocol === 'udp' ? 'packet' : 'connection'
      lines.push(`  ${protocol} ${host} port ${port}, at most ${most} ${unit}${most === 1 ? '' : 's'}`)
      for (const line of fold(why, theme.width - 4)) lines.push(`    ${theme.paint('dim', line)}`)
    }
    lines.push('')
  }
  const notes = [
    'Devices with the same servers share the packets: each is asked once a run.',
    'Nothing else is contacted: no address that an answer names, unless it is an address of a host above.',
    'Nothing was opened and nothing was sent.',
  ]
  for (const note of notes) lines.push(...fold(note, theme.width))
  return `${lines.join('\n')}\n`
}

/** Before a device was read it is not known where it sends. */
export function probeForms(theme: Theme): string {
  const notes = [
    'Then, from this computer (--probe), what each device names and nothing else: its name servers and those of this computer (udp and tcp port 53), the licensing server or the proxy (tcp, the port of the URL), revocation lists of the certificates shown (tcp port 80), and its time servers (udp port 123).',
    'For saved output `smartlic probe FILE --dry-run` lists each of them.',
  ]
  return `\n${notes.flatMap(note => fold(note, theme.width)).join('\n')}\n`
}
