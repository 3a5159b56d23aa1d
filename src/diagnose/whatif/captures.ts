// The configuration of a device out of its captures: one text to change, and the captures as they would be afterwards.
import type { Capture, CaptureSet } from '../../model/capture.ts'
import type { Platform } from '../../model/platform.ts'
import { canonicalCommand } from '../../parse/registry.ts'
import { readConfig } from '../../platforms/config/index.ts'
import { isWholeConfig, type Selection, selectionOf, topLines } from './selection.ts'

interface Part {
  readonly capture: Capture
  /** Undefined: the whole configuration. */
  readonly select: Selection | undefined
}

export interface DeviceConfig {
  readonly platform: Platform
  /** The running configuration, or all that the captures hold of it. */
  readonly text: string
  /** IOS XR: the configuration of the admin plane; '' when it was not captured. */
  readonly adminText: string
  /** One capture holds all of it. */
  readonly whole: boolean
  /** It was cut: what is not there may be on the device. */
  readonly cut: boolean
  /** The captures behind it. */
  readonly captures: readonly Capture[]
  /** The same captures when the configuration reads so. */
  after(text: string, adminText: string): Capture[]
  /** Top-level lines that changed and that no capture shows. */
  unseen(text: string): string[]
}

/** Undefined when no capture holds configuration, or none with its sections (see {@link hasLostIndentation}). */
export function configOf(set: CaptureSet): DeviceConfig | undefined {
  const { platform } = set
  if (platform === undefined) return undefined
  const found = newestOf(set, platform).filter(capture => !isFlat(capture.text))
  const admin = found.find(capture => /^admin /i.test(capture.command))
  const parts = found
    .filter(capture => capture !== admin)
    .flatMap((capture): Part[] => {
      if (isWholeConfig(capture.command)) return [{ capture, select: undefined }]
      const select = selectionOf(platform, capture.command)
      return select === undefined ? [] : [{ capture, select }]
    })
  if (parts.length === 0 && admin === undefined) return undefined
  const full = parts.find(part => part.select === undefined)
  const text = full?.capture.text ?? unionOf(platform, parts)
  return {
    platform,
    text,
    adminText: admin?.text ?? '',
    whole: full !== undefined,
    cut: (full === undefined ? parts.map(part => part.capture) : [full.capture]).some(
      one => one.status !== 'ok',
    ),
    captures: [...parts.map(part => part.capture), ...(admin === undefined ? [] : [admin])],
    after: (changed, adminText) => [
      ...parts.map(part => regenerate(platform, part, text, changed)),
      ...(admin === undefined ? [] : [{ ...admin, text: adminText }]),
    ],
    unseen: changed => {
      if (full !== undefined) return []
      const before = topLines(platform, text)
      const after = topLines(platform, changed)
      const shown = (line: string): boolean => parts.some(part => part.select?.takes(line) === true)
      const differs = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] =>
        [...a].filter(([line, block]) => b.get(line) !== block && !shown(line)).map(([line]) => line)
      return [...new Set([...differs(after, before), ...differs(before, after)])]
    },
  }
}

/** There is configuration, but the copy lost its indentation: where a section ends is anybody's guess. */
export function hasLostIndentation(set: CaptureSet): boolean {
  return set.platform !== undefined && newestOf(set, set.platform).some(capture => isFlat(capture.text))
}

/** Heads of sections that are never printed without lines below them. */
const HEAD =
  /^(call-?home|interface \S+|vrf (definition|context) \S+|crypto (pki|ca) trustpoint \S+|router static)\s*$/im

function isFlat(text: string): boolean {
  return HEAD.test(text) && !/^[ \t]+[^\s!]/m.test(text)
}

/** Of a command taken several times the newest complete answer counts, as for the facts. */
function newestOf(set: CaptureSet, platform: Platform): Capture[] {
  const newest = new Map<string, Capture>()
  for (const capture of [...set.captures].reverse()) {
    if (capture.text.trim() === '' || (capture.status !== 'ok' && !isCut(capture))) continue
    const canonical = canonicalCommand(platform, capture.command)
    if (canonical?.startsWith('show tech-support') === true)
      for (const inner of sectionsOf(capture)) add(inner)
    else if (canonical !== undefined && /^(admin )?show running-config/.test(canonical)) add(capture)
  }
  return [...newest.values()]

  function add(capture: Capture): void {
    const typed = capture.command.trim().toLowerCase().replace(/\s+/g, ' ')
    const present = newest.get(typed)
    if (present === undefined || (present.status !== 'ok' && capture.status === 'ok'))
      newest.set(typed, capture)
  }
}

function isCut(capture: Capture): boolean {
  return capture.status === 'truncated' || capture.status === 'timed-out'
}

const TITLE = /^\s*`(show running-config[^`]{0,100})`\s*$/i

/** NX-OS: `show tech-support license` holds the configuration of callhome under a title between backticks. */
function sectionsOf(capture: Capture): Capture[] {
  const lines = capture.text.split('\n')
  const found: Capture[] = []
  for (const [at, line] of lines.entries()) {
    const command = TITLE.exec(line)?.[1]
    if (command === undefined) continue
    const end = lines.findIndex((other, place) => place > at && /^\s*`show [^`]{1,200}`\s*$/.test(other))
    const text = lines.slice(at + 1, end < 0 ? undefined : end).join('\n')
    found.push({ ...capture, command, text, status: end < 0 ? capture.status : 'ok' })
  }
  return found
}

/** All parts one behind the other; of a block that several show the longest stays. */
function unionOf(platform: Platform, parts: readonly Part[]): string {
  const blocks = new Map<string, string>()
  for (const { capture, select } of parts) {
    for (const [line, block] of topLines(platform, capture.text)) {
      if (select?.takes(line) === false) continue
      if ((blocks.get(line)?.length ?? -1) < block.length) blocks.set(line, block)
    }
  }
  return `${[...blocks.values()].join('\n')}\n`
}

/** A part that shows nothing of what changed stays as it was captured, byte for byte. */
function regenerate(platform: Platform, { capture, select }: Part, before: string, after: string): Capture {
  if (select === undefined) return { ...capture, text: after }
  const was = select.of(readConfig(platform, before))
  const is = select.of(readConfig(platform, after))
  if (was.join('\n') === is.join('\n')) return capture
  const lines = capture.text.split('\n')
  const first = lines.findIndex(line => line.trimEnd() === was[0]?.trimEnd())
  const head = (first < 0 ? lines : lines.slice(0, first)).filter(
    line => !/^\s*% No such configuration item/i.test(line) && line.trim() !== '',
  )
  const body = is.length > 0 || platform !== 'ios-xr' ? is : ['% No such configuration item(s)']
  return { ...capture, text: `${[...head, ...body].join('\n')}\n` }
}
