// Sorts the answers found in all texts by device, names each command and tells how it ended.
import type { Capture, CaptureSet } from '../../model/capture.ts'
import { PLATFORMS, type Platform } from '../../model/platform.ts'
import { parserFor, recogniseCommand } from '../../parse/registry.ts'
import { commandOfFileName } from '../../parse/split/file-name.ts'
import { platformOfSegments, type Segment, splitComments } from '../../parse/split/index.ts'
import { redactText } from '../../redact/redactor.ts'
import { classifyAnswer } from '../../session/refuse.ts'
import type { InputText } from './found.ts'

export interface Hints {
  readonly platform?: Platform
  readonly command?: string
}

/** A segment with its file, before the platform of its device is known. */
interface Answer extends Segment {
  readonly from: InputText
}

interface Device {
  name: string
  readonly answers: Answer[]
}

export function devicesOf(
  texts: readonly InputText[],
  hints: Hints,
): { sets: CaptureSet[]; notes: string[] } {
  const notes: string[] = []
  const devices = new Map<string, Device>()
  for (const from of texts) {
    const named = commandOfFileName(from.file)
    const { segments } = from
    // Once prompts or headings name commands, what stands before the first of them is a login banner or the like.
    const bare = segments.every(segment => segment.command === '')
      ? (hints.command ?? named?.command ?? '')
      : ''
    for (const segment of segments.flatMap(splitComments)) {
      const command = segment.command === '' ? bare : segment.command
      const answer: Answer = { ...segment, command, from }
      const { key, name } = ownerOf(answer, named)
      const device = devices.get(key) ?? { name, answers: [] }
      devices.set(key, device)
      device.answers.push(answer)
    }
  }
  const sets = [...devices.values()].flatMap(device => captureSet(device, hints, notes) ?? [])
  return { sets: mergeByName(sets), notes }
}

/** Endings of saved output; anything else behind a dot may be a domain. */
const ENDING = /\.(?:txt|log|out|output|cfg|conf|config|cli|text|tech|tar)$/i

/** A prompt's host name decides; without one, files named after commands belong to their folder's device. */
function ownerOf(answer: Answer, named: { host: string } | undefined): { key: string; name: string } {
  const { from, hostname } = answer
  if (hostname !== undefined) return { key: `host ${hostname}`, name: hostname }
  if (named !== undefined && named.host !== '') return { key: `host ${named.host}`, name: named.host }
  if (named !== undefined) return { key: `folder ${from.folder}`, name: from.folderName }
  return {
    key: `file ${from.origin}`,
    name: from.file === '' ? 'stdin' : from.file.replace(ENDING, ''),
  }
}

function captureSet(device: Device, hints: Hints, notes: string[]): CaptureSet | undefined {
  const platform = hints.platform ?? platformOf(device.answers)
  const captures = device.answers.flatMap(answer => captureOf(answer, platform) ?? [])
  const files = [...new Set(device.answers.map(answer => answer.from.origin))]
  if (captures.length === 0) {
    for (const file of files)
      notes.push(
        nothingKnown(
          file,
          device.answers.filter(answer => answer.from.origin === file),
        ),
      )
    return undefined
  }
  if (platform === undefined) {
    notes.push(`${files.join(', ')}: the platform cannot be told from the text; name it with --platform`)
  }
  return { name: configuredName(captures) ?? device.name, platform, captures }
}

function nothingKnown(file: string, answers: readonly Answer[]): string {
  const all = new Set(answers.map(answer => answer.command).filter(command => command !== ''))
  // In a saved session somebody may have typed a password or a token.
  const typed = [...all].slice(0, 3).map(command => redactText(command))
  return typed.length === 0
    ? `${file} holds no command output that could be recognised; name the command with --command`
    : `${file} holds no command smartlic reads (found: ${typed.join(', ')}); collect show license all and show running-config`
}

function platformOf(answers: readonly Answer[]): Platform | undefined {
  // `show version` speaks for the device itself; what other commands quote may be a neighbour's.
  const known = answers.filter(answer => answer.unread !== true)
  const versions = known.filter(answer => /^sh\S*\s+ver/i.test(answer.command))
  return platformOfSegments([...versions, ...known], platformsKnowing)
}

function platformsKnowing(segment: Segment): Platform[] {
  if (segment.command === '') return [...new Set(recogniseCommand(segment.text).map(hit => hit.platform))]
  return PLATFORMS.filter(platform => parserFor(platform, segment.command) !== undefined)
}

function captureOf(answer: Answer, platform: Platform | undefined): Capture | undefined {
  const command = answer.unread === true ? undefined : nameOf(answer, platform)
  if (command === undefined) return undefined
  const { text, firstLine, from, cut } = answer
  const base = { command, firstLine, origin: from.origin }
  const refusal = /^(ping|telnet)/i.test(command) ? undefined : classifyAnswer(text, platform)
  if (refusal !== undefined) {
    return { ...base, text, status: refusal.status, reason: `the device answered: ${refusal.line}` }
  }
  return cut === undefined
    ? { ...base, text, status: 'ok' }
    : { ...base, text, status: 'truncated', reason: cut }
}

/** The canonical command; a filtered or shortened form keeps its own words, for they tell what the answer covers. */
function nameOf({ command, text }: Answer, platform: Platform | undefined): string | undefined {
  if (command === '') {
    const hits = recogniseCommand(text).filter(hit => platform === undefined || hit.platform === platform)
    // A log may quote any other output, so it is asked first. Which filter it went through is not known.
    const log = hits.find(hit => hit.command.startsWith('show logging'))
    return log === undefined ? hits[0]?.command : log.command.replace(/ \|.*$/, '')
  }
  const known = platform === undefined ? PLATFORMS : [platform]
  const parser = known.map(one => parserFor(one, command)).find(one => one !== undefined)
  if (parser === undefined) return undefined
  return parser.secret === true || isShortFor(command, parser.command) ? parser.command : command
}

function isShortFor(typed: string, canonical: string): boolean {
  const short = typed.toLowerCase().split(/\s+/)
  const full = canonical.toLowerCase().split(' ')
  return short.length === full.length && short.every((word, at) => full[at]?.startsWith(word) ?? false)
}

/** The `hostname` line of a configuration names the device better than a file does. */
function configuredName(captures: readonly Capture[]): string | undefined {
  for (const { command, text } of captures) {
    if (!command.startsWith('show run')) continue
    const name = /^hostname "?([\w.-]{1,63})"?\s*$/m.exec(text)?.[1]
    if (name !== undefined) return name
  }
  return undefined
}

/** One device may lie in several files: same name, no contradiction about the platform. */
function mergeByName(sets: readonly CaptureSet[]): CaptureSet[] {
  const merged: CaptureSet[] = []
  for (const set of sets) {
    const at = merged.findIndex(
      other =>
        other.name.toLowerCase() === set.name.toLowerCase() &&
        (other.platform ?? set.platform) === (set.platform ?? other.platform),
    )
    const other = merged[at]
    if (other === undefined) merged.push(set)
    else
      merged[at] = {
        ...other,
        platform: other.platform ?? set.platform,
        captures: [...other.captures, ...set.captures],
      }
  }
  return merged
}
