// Results of ping and telnet from the device, run by a person and pasted or asked for by --active.
import { PLATFORMS } from '../../model/platform.ts'
import type { CommandParser, Line } from '../contract.ts'
import { readTarget, type Target } from './target.ts'

export type Outcome = 'ok' | 'failed' | 'unresolved'

const UNRESOLVED =
  /Unrecognized host or address|Unknown host|Invalid host\/interface|Bad (IP address|hostname)|Could not resolve|Name or service not known|Translating "[^"]*"\.{0,3}.{0,80}(% |Unable)/i
const OPENED = /\bOpen\s*$|^Connected to /
const REFUSED =
  /Connection (timed out|refused)|Destination unreachable|No route to host|host not responding|Unable to connect|Network is unreachable/i

/** What the output proves, with its lines; undefined when it does not end in a result. */
export function readOutcome(
  tool: Target['tool'],
  lines: readonly Line[],
): { outcome: Outcome; lines: Line[] } | undefined {
  const hit = (shape: RegExp): Line | undefined => lines.find(line => shape.test(line.text.trim()))
  const result = (outcome: Outcome, line: Line): { outcome: Outcome; lines: Line[] } => ({
    outcome,
    lines: [line],
  })
  if (tool === 'telnet') {
    // A server that speaks TLS hangs up on a telnet: closed by foreign host after `Open` is success.
    const open = hit(OPENED)
    if (open !== undefined) return result('ok', open)
  } else {
    const rate = lines.findLast(line => /Success rate is \d+ percent/.test(line.text))
    if (rate !== undefined) return result(/Success rate is 0 percent/.test(rate.text) ? 'failed' : 'ok', rate)
    const loss = lines.findLast(line => /packets transmitted, \d+ packets received/.test(line.text))
    if (loss !== undefined) return result(/ 0 packets received/.test(loss.text) ? 'failed' : 'ok', loss)
    const answer = hit(/^\d+ bytes from /)
    if (answer !== undefined) return result('ok', answer)
  }
  const unresolved = hit(UNRESOLVED)
  if (unresolved !== undefined) return result('unresolved', unresolved)
  const refused = hit(REFUSED)
  return refused === undefined ? undefined : result('failed', refused)
}

/** TCP asks again after 1, 3 and 7 seconds: what has not opened by then is not going to. */
const LONG_ENOUGH_MS = 10_000

/** A connection that was waited for in vain: NX-OS itself goes on for minutes and is interrupted. */
function neverOpened(
  tool: Target['tool'],
  lines: readonly Line[],
  waitedMs: number,
): { outcome: Outcome; lines: Line[] } | undefined {
  const last = lines.findLast(line => line.text.startsWith('Trying '))
  if (tool !== 'telnet' || waitedMs < LONG_ENOUGH_MS || last === undefined) return undefined
  return { outcome: 'failed', lines: [last] }
}

/** The address the tool used; the last one tried when there are several. */
export function readUsedAddress(lines: readonly Line[]): string {
  let address = ''
  for (const { text } of lines) {
    const found =
      /ICMP Echos to ([0-9A-Fa-f:.]+),/.exec(text)?.[1] ??
      /^PING6? \S+ \(([0-9A-Fa-f:.]+)\)/i.exec(text)?.[1] ??
      /^Trying (?:\S+ \()?([0-9A-Fa-f:.]+?)(?:, \d+\)|\.\.\.|, \d+)/.exec(text)?.[1]
    if (found !== undefined) address = found
  }
  return address
}

function connectivityParser(tool: Target['tool']): CommandParser {
  return {
    command: tool,
    platforms: PLATFORMS,
    aliases: [new RegExp(`^${tool}6? \\S`)],
    provides: ['connectivity'],
    parse: ({ command, lines, waitedMs = 0 }, write) => {
      write.claim(lines)
      const found = readOutcome(tool, lines) ?? neverOpened(tool, lines, waitedMs)
      const address = readUsedAddress(lines)
      const typed = readTarget(command) ?? { tool, host: address, port: 0, vrf: '', source: '' }
      if (found === undefined || typed.host === '') {
        write.unreadable('connectivity', `the ${tool} output shows no result`)
        return
      }
      const value = {
        tool,
        host: typed.host,
        // An address that was used and cannot be read is unknown; only an unresolved name has none.
        ...(address !== '' || found.outcome === 'unresolved' ? { address } : {}),
        port: typed.port,
        vrf: typed.vrf,
        source: typed.source,
        outcome: found.outcome,
      }
      write.setEach('connectivity', [{ value, lines: found.lines }], found.lines)
    },
  }
}

/** For all three platforms: the tools answer alike. */
export const connectivityParsers: readonly CommandParser[] = [
  connectivityParser('ping'),
  connectivityParser('telnet'),
]
