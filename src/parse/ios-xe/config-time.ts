// Time sources and the save stamps in an IOS XE configuration.
import type { FactWriter, Line } from '../contract.ts'
import { type DeviceTime, parseTime, timeText, wallToEpoch } from '../time.ts'
import { setClockSettings } from '../zone.ts'
import type { ConfigText } from './config-text.ts'

export function readTimeSources(config: ConfigText, write: FactWriter): void {
  const sources = config.blocks.filter(block => /^s?ntp (server|peer) /.test(block.text))
  const listening = config.blocks
    .flatMap(block => block.children)
    .filter(one => /^ntp (broadcast|multicast) client/.test(one.text))
  if (sources.length > 0 || listening.length > 0) {
    write.set(
      'ntp.configured',
      true,
      [...sources, ...listening].map(block => block.line),
    )
  } else if (config.scope.covers('ntp server', 'ntp peer') && config.starting('ptp').length === 0) {
    write.set('ntp.configured', false, config.witness)
  }
  if (config.scope.covers('ntp server', 'ntp peer')) {
    const servers = sources.map(block => ({ value: serverOf(block.text), lines: block.line }))
    write.setEach(
      'ntp.servers',
      servers,
      sources.length > 0 ? sources.map(block => block.line) : config.witness,
    )
  }
  const valid = config.blocks.find(block => block.text === 'clock calendar-valid')
  if (valid !== undefined) write.set('clock.calendar_valid', true, valid.line)
  else if (config.scope.covers('clock calendar-valid'))
    write.set('clock.calendar_valid', false, config.witness)
  setClockSettings(
    config.blocks.map(block => block.line),
    config.scope.covers,
    config.witness,
    write,
  )
}

/** `ntp server [vrf X] [ip|ipv6] address [prefer ...]` */
function serverOf(text: string): { address: string; vrf: string } {
  const words = text.split(/\s+/).slice(2)
  const vrf = words[0] === 'vrf' ? (words.splice(0, 2)[1] ?? '') : ''
  if (words[0] === 'ip' || words[0] === 'ipv6') words.shift()
  return { address: words[0] ?? '', vrf }
}

interface Stamp extends DeviceTime {
  readonly line: Line
  /** A person's change names who made it; the one made while booting names nobody. */
  readonly by: boolean
}

/** `! Last configuration change at ...` and `! NVRAM config last updated at ...`, printed at the top of the configuration. */
export function readSaveStamps(config: ConfigText, write: FactWriter): void {
  const changed = stamp(config.lines, '! Last configuration change at ')
  const saved = stamp(config.lines, '! NVRAM config last updated at ')
  if (changed !== undefined) write.set('saved_config.changed_at', timeText(changed), changed.line)
  if (saved !== undefined)
    write.set('saved_config', { saved_at: timeText(saved), ever_saved: true }, saved.line)
  if (changed !== undefined && saved !== undefined && changed.zone === saved.zone) {
    write.set('saved_config.unsaved', wallToEpoch(changed.wall) > wallToEpoch(saved.wall), [
      changed.line,
      saved.line,
    ])
  } else if (changed?.by === true && saved === undefined && config.scope.full) {
    // The second line is missing until the configuration is saved for the first time since the start.
    write.set('saved_config', { saved_at: '', ever_saved: false, unsaved: true }, changed.line)
  }
}

function stamp(lines: readonly Line[], head: string): Stamp | undefined {
  for (const line of lines.slice(0, 60)) {
    if (!line.text.startsWith(head)) continue
    const [when = '', who] = line.text.slice(head.length).split(' by ')
    const time = parseTime(when)
    if (time !== undefined) return { ...time, line, by: (who ?? '').trim() !== '' }
  }
  return undefined
}
