// `show version` on NX-OS: release, chassis, serial number, name, uptime.
import type { CommandParser, FactWriter, Line } from '../contract.ts'
import { printedTime } from '../time.ts'

const UPTIME = /^Kernel uptime is (\d+) day\(s\), (\d+) hour\(s\), (\d+) minute\(s\)/i

export const showVersion: CommandParser = {
  command: 'show version',
  platforms: ['nx-os'],
  recognise: head =>
    /Cisco Nexus Operating System \(NX-OS\) Software/i.test(head) ||
    /^\s*(NXOS|kickstart):\s+version /im.test(head),
  provides: [
    'device.os_version',
    'device.chassis',
    'device.models',
    'device.hostname',
    'device.uptime_minutes',
  ],
  rank: 10,
  parse: ({ lines }, write) => {
    // The rest is copyright, image names and boot history.
    write.claim(lines)
    let chassis: { pid: string; line: Line } | undefined
    for (const line of lines) {
      const text = line.text.trim()
      // `Host NXOS:` (LXC boot mode) and `kickstart:` carry the same release; the BIOS has one of its own.
      const release = /^(?:NXOS|system):\s+version\s+(\S+)/i.exec(text)
      const model = /^cisco\s+(Nexus\S*\s.*|\S.*?)\s*(?:chassis\b.*|\("supervisor"\).*)$/i.exec(text)
      const serial = /^Processor Board ID\s+(\S+)$/i.exec(text)
      if (release?.[1] !== undefined) write.set('device.os_version', release[1], line)
      else if (model?.[1] !== undefined && chassis === undefined) {
        chassis = { pid: productId(model[1].trim()), line }
        write.set('device.chassis', model[1].trim(), line)
      } else if (serial?.[1] !== undefined) setModel(write, chassis, serial[1], line)
      else readOther(text, line, write)
    }
  },
}

function readOther(text: string, line: Line, write: FactWriter): void {
  const name = /^Device name:\s+(\S+)$/i.exec(text)
  const uptime = UPTIME.exec(text)
  const image = /^(?:NXOS|system) image file is:\s+(\S{1,250})$/i.exec(text)?.[1]
  const reset = /^Last reset (?:at \d+ usecs after\s+)(.{10,40})$/i.exec(text)?.[1]
  const reason = /^Reason:\s+(\S.{0,200})$/i.exec(text)?.[1]
  if (name?.[1] !== undefined) write.set('device.hostname', name[1], line)
  else if (image !== undefined) write.set('device.image', image, line)
  else if (reason !== undefined) write.set('device.reload_reason', reason, line)
  else if (reset !== undefined) write.set('device.boot_time', printedTime(reset), line)
  else if (uptime !== null) {
    const [days, hours, minutes] = uptime.slice(1).map(Number) as [number, number, number]
    write.set('device.uptime_minutes', (days * 24 + hours) * 60 + minutes, line)
  }
}

function setModel(
  write: FactWriter,
  chassis: { pid: string; line: Line } | undefined,
  sn: string,
  line: Line,
): void {
  const lines = chassis === undefined ? [line] : [chassis.line, line]
  write.set('device.models', [{ role: '', pid: chassis?.pid ?? '', sn }], lines)
}

/** `Nexus9000 C93180YC-EX` is ordered and licensed as N9K-C93180YC-EX; other wordings are kept. */
function productId(chassis: string): string {
  const match = /^Nexus\s?([39])\d{3}\s+(C\d\S*)$/i.exec(chassis)
  return match === null ? chassis : `N${match[1]}K-${match[2]}`
}
