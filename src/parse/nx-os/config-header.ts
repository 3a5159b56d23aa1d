// Top of an NX-OS configuration: when it was shown and changed, release, host name.
import type { FactWriter, Line, ParserInput } from '../contract.ts'
import type { Block } from '../indent.ts'
import { printedTime } from '../time.ts'

export interface ConfigContext {
  readonly input: ParserInput
  readonly write: FactWriter
  /** The whole configuration is here: what is not there is not configured. */
  readonly whole: boolean
  /** Cut or not, this is the configuration in its own order: a section followed by another one is whole. */
  readonly ordered: boolean
  /** A line that proves absence: the header of what was shown. */
  readonly anchor: Line | undefined
}

/** True when the line was one of the header's. */
export function readHeader(block: Block, { write }: ConfigContext): boolean {
  const { text, line } = block
  const changed = /^!Running configuration last done at:\s*(.+)$/i.exec(text)
  const shown = /^!Time:\s*(.+)$/i.exec(text)
  const version = /^version (\d\S*)/i.exec(text)
  const host = /^(?:hostname|switchname) (\S+)$/i.exec(text)
  if (changed?.[1] !== undefined) write.set('saved_config.changed_at', printedTime(changed[1]), line)
  else if (shown?.[1] !== undefined) write.set('clock.device_time', printedTime(shown[1]), line)
  else if (version?.[1] !== undefined) write.set('device.os_version', version[1], line)
  else if (host?.[1] !== undefined) write.set('device.hostname', host[1], line)
  else if (!/^!/.test(text)) return false
  write.claim(line)
  return true
}
