// `show version`, `show clock` and `show ntp status` on IOS XR.
import type { CommandParser } from '../contract.ts'
import { isClockOutput } from '../nx-os/clock.ts'
import { parseTime, timeText } from '../time.ts'
import { isStamp, withoutStamp } from './stamp.ts'

const UNITS: Readonly<Record<string, number>> = {
  year: 525_600,
  week: 10_080,
  day: 1_440,
  hour: 60,
  minute: 1,
}

/** Counts of ports and disks, boot devices and the packages of each node. */
const XR_HARDWARE =
  /^(\d+k? (bytes of |[A-Z][\w/ ]{2,40}(\(s\))?$)|\d+[kM] bytes of |.{3,80} processor at \d|.{3,80} chassis\b|Configuration register on node|Boot device on node|cisco \S+ \(.{1,80}\)$|Package active on node|\S{3,120}, V \d|By \S+ in \S+)/i

export const showVersion: CommandParser = {
  command: 'show version',
  platforms: ['ios-xr'],
  recognise: head => /^\s*Cisco IOS XR Software, Version /im.test(head),
  provides: ['device.os_version', 'device.chassis', 'device.hostname', 'device.uptime_minutes'],
  rank: 10,
  parse: ({ lines }, write) => {
    for (const line of withoutStamp(lines, write)) {
      const text = line.text.trim()
      const release = /^Cisco IOS XR Software, Version\s+([^\s[]+)/i.exec(text)
      const chassis = /^cisco (.+?)\s*\(.*\)\s*processor\b|^cisco (\S+(?: \S+){0,3}) processor\b/i.exec(text)
      const uptime = /^(\S+) uptime is (.+)$/i.exec(text)
      const image = /^System image file is "([^"]{1,250})"/i.exec(text)?.[1]
      if (release?.[1] !== undefined) write.set('device.os_version', release[1], line)
      else if (image !== undefined) write.set('device.image', image, line)
      else if (chassis !== null) write.set('device.chassis', chassis[1] ?? chassis[2], line)
      else if (uptime?.[1] !== undefined && uptime[2] !== undefined) {
        // 64-bit images print `System uptime` and no name.
        if (uptime[1] !== 'System') write.set('device.hostname', uptime[1], line)
        write.set('device.uptime_minutes', minutes(uptime[2]), line)
      } else if (
        /^(Copyright|ROM:|Build Information|Built |Version\s|Location\s|Workspace|Build Host|Label)/i.test(
          text,
        ) ||
        XR_HARDWARE.test(text)
      ) {
        write.claim(line)
      }
    }
  },
}

/** `4 weeks, 6 days, 1 hour, 42 minutes`. */
function minutes(text: string): number | undefined {
  let sum: number | undefined
  for (const part of text.split(',')) {
    const match = /^\s*(\d{1,6})\s+([a-z]+?)s?\s*$/i.exec(part)
    const unit = UNITS[match?.[2]?.toLowerCase() ?? '']
    if (match?.[1] !== undefined && unit !== undefined) sum = (sum ?? 0) + Number(match[1]) * unit
  }
  return sum
}

export const showClock: CommandParser = {
  command: 'show clock',
  platforms: ['ios-xr'],
  aliases: [/^sho?w? clock( detail)?$/],
  recognise: head => isClockOutput(head),
  provides: [
    'clock.device_time',
    'clock.zone',
    'clock.authoritative',
    'clock.synchronised_mark',
    'clock.source',
  ],
  rank: 10,
  parse: ({ command, lines, complete }, write) => {
    const rest = withoutStamp(lines, write)
    const clock = rest.find(line => !isStamp(line) && parseTime(line.text) !== undefined)
    const time = clock === undefined ? undefined : parseTime(clock.text)
    if (clock === undefined || time === undefined) return
    const mark = /^[*.]/.exec(clock.text.trim())?.[0] ?? ''
    write.set(
      'clock',
      { device_time: timeText(time), zone: time.zone, authoritative: mark !== '*', synchronised_mark: mark },
      clock,
    )
    const source = rest.find(line => /^\s*Time source is /i.test(line.text))
    if (source !== undefined)
      write.set('clock.source', source.text.trim().replace(/^Time source is\s+/i, ''), source)
    // Only `detail` names the source.
    else if (complete && /detail/i.test(command)) write.set('clock.source', '', clock)
  },
}

export const showNtpStatus: CommandParser = {
  command: 'show ntp status',
  platforms: ['ios-xr'],
  recognise: head => /^\s*Clock is (un)?synchronized, stratum \d+/im.test(head),
  provides: ['ntp.synchronised'],
  rank: 20,
  parse: ({ lines }, write) => {
    for (const line of withoutStamp(lines, write)) {
      const state = /^\s*Clock is (un)?synchronized\b/i.exec(line.text)
      if (state !== null) write.set('ntp.synchronised', state[1] === undefined, line)
      else if (/^\s*%?\s*NTP is not (enabled|configured)/i.test(line.text)) {
        write.set('ntp', { configured: false, synchronised: false, servers: [] }, line)
      } else if (
        /^\s*(nominal freq|ntp uptime|reference time|clock offset|root dispersion|system poll|loopfilter|authenticate is)/i.test(
          line.text,
        )
      ) {
        write.claim(line)
      }
    }
  },
}
