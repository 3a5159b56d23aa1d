// One configuration capture made ready for its readers: blocks, scope, and the line that witnesses what is absent.
import type { FactWriter, Line } from '../contract.ts'
import { type Block, readBlocks } from '../indent.ts'
import { hasOrphans, isFlat } from '../whole.ts'
import { type Scope, scopeOf } from './config-scope.ts'

export interface ConfigText {
  readonly lines: readonly Line[]
  /** Top-level blocks, comments left out. */
  readonly blocks: readonly Block[]
  readonly scope: Scope
  /** Stands as evidence for what the configuration does not hold. */
  readonly witness: readonly Line[]
  /** Blocks whose first line starts with one of the words. */
  starting(...heads: readonly string[]): Block[]
  /** The block with exactly this first line. */
  block(head: string): Block | undefined
  /** The block's sub-lines are all here: what is not among them is absent. */
  closed(block: Block): boolean
}

export type ConfigReader = (config: ConfigText, write: FactWriter) => void

/** `complete`: the capture ended well. A full configuration must also show its start and its `end`. */
export function readConfig(command: string, lines: readonly Line[], complete: boolean): ConfigText {
  const filtered = command.includes('|')
  const body = withoutBanners(lines)
  // A damaged text proves no absence: a heading is lost, or all indentation.
  const whole = filtered || (isWhole(lines) && !hasOrphans(body) && !isFlat(body))
  const scope = scopeOf(command, complete && whole)
  const blocks = readBlocks(scope.sections ? body : body.filter(line => !/^\s/.test(line.text))).filter(
    block => !block.text.startsWith('!') && block.indent === 0,
  )
  const last = blocks[blocks.length - 1]
  const witness =
    lines.find(line => /^Current configuration\b/i.test(line.text)) ??
    lines.find(line => /^version \d/.test(line.text)) ??
    lines.find(line => line.text.trim() !== '')
  return {
    lines,
    blocks,
    scope,
    witness: witness === undefined ? [] : [witness],
    starting: (...heads) =>
      blocks.filter(block => heads.some(head => block.text === head || block.text.startsWith(`${head} `))),
    block: head => blocks.find(block => block.text === head),
    closed: block => scope.sections && (block !== last || complete),
  }
}

/** Sub-lines of a block, comments left out. */
export function childTexts(block: Block): string[] {
  return block.children.map(child => child.text).filter(text => !text.startsWith('!'))
}

/** The sub-line that starts with `head`; a later line wins over an earlier one, as on the device. */
export function child(block: Block, ...heads: readonly string[]): Block | undefined {
  return block.children.findLast(one =>
    heads.some(head => one.text === head || one.text.startsWith(`${head} `)),
  )
}

/** What follows `head` on a line. */
export function rest(text: string, head: string): string {
  return text.slice(head.length).trim()
}

function isWhole(lines: readonly Line[]): boolean {
  const printed = lines.filter(line => line.text.trim() !== '')
  if (printed[printed.length - 1]?.text.trim() !== 'end') return false
  return printed
    .slice(0, 40)
    .some(line => /^(Building configuration|Current configuration|version \d)/i.test(line.text))
}

/** Banner bodies are free text: they must not be read as configuration. An unclosed banner is left alone. */
function withoutBanners(lines: readonly Line[]): Line[] {
  const kept: Line[] = []
  /** Marks that close no more below: looked for once, however many banners open with them. */
  const unclosed = new Set<string>()
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Line
    const banner = /^banner \S+ (\^C|\S)(.*)$/.exec(line.text)
    if (banner === null) {
      kept.push(line)
      continue
    }
    const mark = banner[1] ?? ''
    if ((banner[2] ?? '').includes(mark)) continue
    if (unclosed.has(mark)) continue
    let close = at + 1
    while (close < lines.length && lines[close]?.text.includes(mark) !== true) close += 1
    if (close < lines.length) at = close
    else unclosed.add(mark)
  }
  return kept
}
