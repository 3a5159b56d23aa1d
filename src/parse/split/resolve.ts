// Marks to segments, once all of them are known: which prompts are prompts, whose they are, which headings count.
import { concat } from './bytes.ts'
import { cleanText, cutReason, withoutPagers } from './clean.ts'
import { isTechSupport } from './headings.ts'
import type { Stretch } from './keep.ts'
import type { Mark } from './mark.ts'
import { type Owners, readPrompt } from './prompt.ts'
import type { Stamp } from './stamp.ts'
import type { Segment } from './types.ts'

export interface ResolveContext {
  readonly stamp: Stamp | undefined
  readonly sectionLimit: number
  readonly isKnown: (command: string) => boolean
  /** Why the input ends before its time. */
  readonly cut: string | undefined
  readonly everywhere: boolean
}

/** An answer: from its mark to that of the next one. */
interface Answer {
  readonly at: number
  readonly command: string
  readonly hostname?: string
  readonly platform?: Segment['platform']
  /** Its line is part of the text. */
  readonly keepsLine: boolean
  /** Worth nothing without text: what stands before the first prompt or heading, or after a bare prompt. */
  readonly optional: boolean
}

export function resolveMarks(marks: readonly Mark[], context: ResolveContext): Segment[] {
  const owners = ownersOf(marks)
  const last = owners.size > 0 ? undefined : lastPrompt(marks)
  const answers = owners.size > 0 ? answersOfLog(marks, owners) : answersOfSections(marks, last)
  const segments = answers.flatMap((answer, index) => {
    const to = answers[index + 1]?.at ?? marks.length
    return segmentOf(answer, marks.slice(answer.at, to), to === marks.length, last, context) ?? []
  })
  return withHostnames(segments)
}

/**
 * Host names that own the prompts of a text: those seen with a command. A bare `word#` counts only when the same
 * word is one of them, so banners and comments do not cut an answer in two.
 */
function ownersOf(marks: readonly Mark[]): Set<string> {
  const owners = new Set<string>()
  for (const mark of marks) {
    const prompt = mark.kind === 'prompt' ? readPrompt(mark.text) : undefined
    if (prompt !== undefined && prompt.command !== '') owners.add(prompt.hostname)
  }
  return owners
}

/** Each prompt with a command starts an answer, the next prompt ends it; a `show tech-support` is split at headings. */
function answersOfLog(marks: readonly Mark[], owners: Owners): Answer[] {
  const answers: Answer[] = []
  let hostname = ''
  let platform: Segment['platform']
  let headings = true
  marks.forEach((mark, at) => {
    const base = { at, keepsLine: false, optional: true }
    if (mark.kind === 'start' || mark.kind === 'break') {
      hostname = ''
      platform = undefined
      headings = true
      answers.push({ ...base, command: '' })
    } else if (mark.kind === 'heading' && headings) {
      const before = answers[answers.length - 1]
      // What stands above the first heading is the answer to the typed command, if there is any.
      if (before !== undefined) answers[answers.length - 1] = { ...before, optional: isParent(before, marks) }
      answers.push({
        ...base,
        ...owner(hostname, mark.platform ?? platform),
        command: mark.command,
        optional: false,
      })
    } else if (mark.kind === 'prompt') {
      const prompt = readPrompt(mark.text, owners)
      if (prompt === undefined || !owners.has(prompt.hostname)) return
      if (prompt.hostname !== '') hostname = prompt.hostname
      platform = prompt.platform
      headings = isTechSupport(prompt.command)
      const bare = prompt.command === ''
      answers.push({ ...base, ...owner(hostname, platform), command: prompt.command, optional: bare })
    }
  })
  return answers
}

function isParent(answer: Answer, marks: readonly Mark[]): boolean {
  return answer.optional || marks[answer.at]?.kind === 'prompt'
}

function owner(hostname: string, platform: Segment['platform']): Pick<Answer, 'hostname' | 'platform'> {
  return { ...(hostname === '' ? {} : { hostname }), ...(platform === undefined ? {} : { platform }) }
}

/** Without prompts: headings, or else bare commands and echoes, or else one answer that nothing names. */
function answersOfSections(marks: readonly Mark[], last: Mark | undefined): Answer[] {
  const hostname = last === undefined ? '' : (readPrompt(last.text)?.hostname ?? '')
  const headed = marks.some(mark => mark.kind === 'heading')
  const answers: Answer[] = []
  marks.forEach((mark, at) => {
    const own = owner(hostname, mark.platform)
    if (mark.kind === 'start' || mark.kind === 'break')
      answers.push({ at, ...own, command: '', keepsLine: false, optional: true })
    else if (mark.kind === 'heading' || (!headed && mark.kind === 'bare'))
      answers.push({ at, ...own, command: mark.command, keepsLine: false, optional: false })
    else if (!headed && mark.kind === 'echo' && !startsAnswer(answers, marks, at))
      answers.push({ at, ...own, command: mark.command, keepsLine: true, optional: false })
  })
  return answers
}

/** The echo right below its own bare command line is the same answer. */
function startsAnswer(answers: readonly Answer[], marks: readonly Mark[], at: number): boolean {
  const last = answers[answers.length - 1]
  const mark = last === undefined ? undefined : marks[last.at]
  return (
    mark !== undefined && mark.kind !== 'start' && mark.kind !== 'break' && last?.at === at - 1 && mark.blank
  )
}

/** A bare prompt at the very end names the device and is no output. */
function lastPrompt(marks: readonly Mark[]): Mark | undefined {
  const last = marks[marks.length - 1]
  if (last === undefined || last.kind !== 'prompt' || !last.blank || last.line === 1) return undefined
  const prompt = readPrompt(last.text)
  return prompt?.command === '' && prompt.hostname !== '' ? last : undefined
}

function segmentOf(
  answer: Answer,
  marks: readonly Mark[],
  isLast: boolean,
  lastPrompt: Mark | undefined,
  context: ResolveContext,
): Segment | undefined {
  const { command, hostname, platform } = answer
  const base = {
    command,
    ...(hostname === undefined ? {} : { hostname }),
    ...(platform === undefined ? {} : { platform }),
  }
  const wanted = command === '' || context.isKnown(command)
  const { bytes, firstLine, missing } = gather(answer, marks, lastPrompt)
  if (!wanted) return { ...base, text: '', firstLine, unread: true }
  const raw = new TextDecoder().decode(bytes)
  const lines = withoutPagers(cleanText(raw, context.stamp).split('\n'), isLast)
  if (raw.endsWith('\n')) lines.pop()
  if (answer.optional && lines.every(line => line.trim() === '')) return undefined
  if (command === '' && marks[0]?.kind === 'prompt') return undefined
  const ended = isLast || context.everywhere ? (cutReason(lines) ?? context.cut) : undefined
  const cut = ended ?? (missing === undefined ? undefined : sizeReason(missing, context.sectionLimit))
  return { ...base, text: lines.join('\n'), firstLine, ...(cut === undefined ? {} : { cut }) }
}

function sizeReason(missing: 'front' | 'end', limit: number): string {
  const size = limit >= 1024 * 1024 ? `${Math.round(limit / 1024 / 1024)} MB` : `${limit} bytes`
  return `only its ${missing === 'front' ? 'newest' : 'first'} ${size} were read`
}

interface Gathered {
  readonly bytes: Uint8Array
  readonly firstLine: number
  readonly missing?: 'front' | 'end'
}

/** The kept bytes of an answer, up to the first place where some are missing. */
function gather(answer: Answer, marks: readonly Mark[], lastPrompt: Mark | undefined): Gathered {
  const parts: Uint8Array[] = []
  let firstLine = marks[0]?.line ?? 0
  let missing: 'front' | 'end' | undefined
  marks.forEach((mark, index) => {
    if (missing === 'end') return
    const { body } = mark
    const skipped = index === 0 && !answer.keepsLine
    // Where the own line was lost, it is among the lost ones; the start has none.
    if (skipped && (mark.kind === 'start' || body.linesLost === 0)) firstLine += 1
    if (body.own !== undefined && !skipped) parts.push(mark === lastPrompt ? lineEndOf(body.own) : body.own)
    parts.push(...body.pieces)
    firstLine += body.linesLost
    if (body.missing === 'front') missing = 'front'
    else if (body.missing !== undefined) missing = 'end'
    release(body)
  })
  const bytes = concat(parts)
  if (missing !== 'front') return { bytes, firstLine, ...(missing === undefined ? {} : { missing }) }
  // The first line may have lost its start.
  const cut = bytes.indexOf(10) + 1
  return { bytes: bytes.subarray(cut), firstLine: firstLine + 1, missing }
}

function lineEndOf(own: Uint8Array): Uint8Array {
  return own[own.length - 1] === 10 ? own.subarray(-1) : new Uint8Array()
}

/** The text is about to exist as a string: once is enough. */
function release(stretch: Stretch): void {
  stretch.own = undefined
  stretch.pieces = []
}

/** What stands before the first prompt of a log belongs to the device whose prompt ends it. */
function withHostnames(segments: readonly Segment[]): Segment[] {
  const first = segments.find(segment => segment.hostname !== undefined)?.hostname
  let next: string | undefined
  return [...segments]
    .reverse()
    .map(segment => {
      next = segment.hostname ?? next
      const hostname = next ?? first
      return hostname === undefined ? segment : { ...segment, hostname }
    })
    .reverse()
}
