// `show redundancy` and `show redundancy states` on IOS XE: is there a standby, and is it ready?
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { readPromptTimestamp } from './clock.ts'

const PAIR = /^([A-Za-z][A-Za-z0-9 _()/-]{1,60}?)\s*=\s*(.*)$/
/** Sections of the long form; `states` has none and speaks of the unit that answered. */
const HEADING = /^(Redundant System|Current Processor|Peer Processor) Information\s*:/i
const NO_PEER = /^Peer \(.{1,60}\) information is not available/i
const OTHER =
  /^(-{5,}$|Technical Support:|Copyright|Compiled |IOS \(tm\)|\.?\d+\), |Cisco IOS Software|Cisco Internetwork)/i

type Part = 'system' | 'current' | 'peer'

interface Seen {
  readonly pairs: Map<string, { value: string; line: Line }>
  peerState?: { ready: boolean; line: Line }
}

function parseRedundancy(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  const seen: Seen = { pairs: new Map() }
  let part: Part = 'system'
  let wrapped = false
  for (const line of input.lines) {
    const text = line.text.trim()
    if (text === '') continue
    const heading = HEADING.exec(text)?.[1]?.toLowerCase()
    const pair = PAIR.exec(text)
    if (heading !== undefined) part = partOf(heading)
    else if (NO_PEER.test(text)) seen.peerState = { ready: false, line }
    else if (pair !== null) readPair(part, (pair[1] ?? '').toLowerCase(), (pair[2] ?? '').trim(), line, seen)
    // The image version runs over the lines below it, with the copyright in between.
    else if (!wrapped && !OTHER.test(text)) continue
    wrapped = pair === null ? wrapped : /^image version$/i.test(pair[1] ?? '')
    write.claim(line)
  }
  writeFacts(seen, write)
}

function partOf(heading: string): Part {
  return heading.startsWith('peer') ? 'peer' : heading.startsWith('current') ? 'current' : 'system'
}

function readPair(part: Part, key: string, value: string, line: Line, seen: Seen): void {
  if (part === 'peer' && key === 'current software state') {
    seen.peerState = { ready: isReady(value), line }
    return
  }
  // `peer state = 8  -STANDBY HOT` of the short form.
  if (key === 'peer state') seen.peerState = { ready: isReady(value), line }
  if (part !== 'peer' && !seen.pairs.has(key)) seen.pairs.set(key, { value, line })
}

/** A standby that is cold or still starting cannot take over with its state. */
function isReady(state: string): boolean {
  return /standby[ -]hot/i.test(state)
}

function writeFacts({ pairs, peerState }: Seen, write: FactWriter): void {
  const role = pairs.get('current software state') ?? pairs.get('my state')
  if (role !== undefined) {
    const word = /active/i.test(role.value) ? 'active' : /standby/i.test(role.value) ? 'standby' : undefined
    if (word !== undefined) write.set('redundancy.role', word, role.line)
  }
  const mode = pairs.get('operating redundancy mode') ?? pairs.get('redundancy mode (operational)')
  if (mode !== undefined) write.set('redundancy.mode', modeName(mode.value), mode.line)
  const wanted = pairs.get('configured redundancy mode') ?? pairs.get('redundancy mode (configured)')
  const hardware = pairs.get('hardware mode') ?? pairs.get('mode')
  if (hardware !== undefined) {
    // A single supervisor reports `sso` as its configured mode all the same: the hardware tells.
    const configured = /^duplex/i.test(hardware.value)
    write.set(
      'redundancy.configured',
      configured,
      wanted === undefined ? hardware.line : [hardware.line, wanted.line],
    )
    if (!configured) write.set('redundancy.peer_ready', false, peerState?.line ?? hardware.line)
  }
  if (peerState !== undefined) write.set('redundancy.peer_ready', peerState.ready, peerState.line)
  const count = /^\d{1,6}$/.exec(pairs.get('switchovers system experienced')?.value ?? '')?.[0]
  const line = pairs.get('switchovers system experienced')?.line
  if (count !== undefined && line !== undefined) write.set('redundancy.switchovers', Number(count), line)
}

/** Old releases write the mode out. */
function modeName(printed: string): string {
  return /^stateful switchover/i.test(printed) ? 'sso' : printed.toLowerCase()
}

export const redundancyParsers: readonly CommandParser[] = [
  {
    command: 'show redundancy',
    platforms: ['ios-xe'],
    recognise: head => /^\s*Redundant System Information\s*:/im.test(head),
    provides: ['redundancy'],
    rank: 40,
    parse: parseRedundancy,
  },
  {
    command: 'show redundancy states',
    platforms: ['ios-xe'],
    recognise: head => /^\s*my state = \d{1,3}\s/im.test(head),
    provides: ['redundancy'],
    rank: 45,
    parse: parseRedundancy,
  },
]
