// IOS XE clock and NTP commands.
import type { CommandParser, FactWriter, ParserInput } from '../contract.ts'
import { readClockLine, readPromptTimestamp, readTimeSource } from './clock.ts'
import { type Peer, writeAssociations } from './ntp-tables.ts'

const PLATFORM = ['ios-xe'] as const

/** `show clock [detail]`. */
function parseClock(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  for (const line of input.lines) {
    if (readClockLine(line.text, line, write) || readTimeSource(line, write)) continue
    if (/^\s*(summer time|$)/i.test(line.text)) write.claim(line)
  }
}

function parseNtpStatus(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  for (const line of input.lines) {
    const text = line.text.trim()
    if (/^clock is synchronized\b/i.test(text)) {
      write.set('ntp.synchronised', true, line)
    } else if (/^clock is unsynchronized\b/i.test(text)) {
      write.set('ntp.synchronised', false, line)
    } else if (isNtpOff(text)) {
      write.set('ntp.synchronised', false, line)
      write.set('ntp.configured', false, line)
    } else if (
      /^(nominal freq|ntp uptime|reference time|clock offset|root d|peer d|loopfilter|system poll)/i.test(
        text,
      )
    ) {
      write.claim(line)
    }
  }
}

/** `*~10.0.0.1 ...`: `*` marks the peer the clock follows, `~` a configured one. */
function parseNtpAssociations(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  let legend = false
  let followed = false
  const peers: Peer[] = []
  for (const line of input.lines) {
    const text = line.text.trim()
    if (isNtpOff(text)) {
      write.set('ntp.synchronised', false, line)
      write.set('ntp.configured', false, line)
      return
    }
    if (/^\* (sys\.peer|master)/i.test(text)) {
      // Last line of the whole answer: without a `*` row above it nothing is followed.
      write.claim(line)
      legend = true
      if (!followed && input.complete) write.set('ntp.synchronised', false, line)
    } else if (/^address\s+ref clock/i.test(text)) {
      write.claim(line)
    } else if (!legend) {
      const row = ASSOCIATION.exec(text)
      if (row === null) continue
      const [, mark, , address = '', stratum, reach] = row
      peers.push({
        line,
        value: { address, selected: mark === '*', stratum: Number(stratum), reached: Number(reach) > 0 },
      })
      if (row[1] === '*') {
        followed = true
        write.set('ntp.synchronised', true, line)
      }
      if (row[2] === '~') write.set('ntp.configured', true, line)
      write.claim(line)
    }
  }
  writeAssociations(peers, input.complete, write)
}

/** Mark, `~` of configured peers, address, reference clock, stratum, when, poll, reach. */
const ASSOCIATION =
  /^([*#+x-]?)(~?)\s*([0-9A-Fa-f][0-9A-Fa-f.:]{1,44})\s+\S+\s+(\d{1,2})\s+\S{1,9}\s+\d{1,6}\s+([0-7]{1,3})\s/

function isNtpOff(text: string): boolean {
  return /^%?\s*NTP is not enabled/i.test(text)
}

const CLOCK_LINE = /^[*.]?\d{1,2}:\d{2}:\d{2}\.\d{3} \S+ (Mon|Tue|Wed|Thu|Fri|Sat|Sun) /m

export const iosXeSystemParsers: readonly CommandParser[] = [
  {
    command: 'show clock detail',
    platforms: PLATFORM,
    aliases: [/^sh(ow?)? clo(ck?)?$/i],
    recognise: head => CLOCK_LINE.test(head) && head.trim().split('\n').length <= 8,
    provides: [
      'clock.device_time',
      'clock.zone',
      'clock.authoritative',
      'clock.synchronised_mark',
      'clock.source',
    ],
    rank: 10,
    parse: parseClock,
  },
  {
    command: 'show ntp status',
    platforms: PLATFORM,
    recognise: head => /^\s*Clock is (un)?synchronized, stratum/im.test(head),
    provides: ['ntp.synchronised'],
    rank: 10,
    parse: parseNtpStatus,
  },
  {
    command: 'show ntp associations',
    platforms: PLATFORM,
    recognise: head => /^\s*address\s+ref clock\s+st\s+when/im.test(head),
    provides: ['ntp.synchronised', 'ntp.associations'],
    rank: 20,
    parse: parseNtpAssociations,
  },
]
