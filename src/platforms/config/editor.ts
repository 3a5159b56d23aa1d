// A device's configuration mode: takes one typed line after the other and keeps the configuration that results.
import type { Platform } from '../../model/platform.ts'
import { addLine, blockOf, removeMode, resetLine, setLine, type Target, unsetLine } from './change.ts'
import { type CommandRow, type Match, type ModeRow, unquote, wordsOf } from './form.ts'
import { globalModeOf, isExecLine, type Plane } from './grammar.ts'
import { fullInterfaceName, isVirtualInterface } from './interfaces.ts'
import { type Context, type Destination, lookUp, type Verb } from './lookup.ts'
import { type Level, placesOf } from './places.ts'
import { type ConfigTree, printConfig, readConfig } from './tree.ts'

export interface LineResult {
  /** False: the device would refuse the line; nothing changed. */
  readonly ok: boolean
  /** Why it was refused, or what a person should know; one sentence. */
  readonly message?: string
  /** The configuration is another one than before (on IOS XR the pending one). */
  readonly changed?: boolean
  /** An exec command typed here (`do show clock`): the caller runs it. */
  readonly exec?: string
  /** The line does something but leaves no line behind (an import, a certificate dialogue). */
  readonly action?: boolean
}

const QUESTION = 'Uncommitted changes found, commit them before exiting(yes/no/cancel)? [cancel]:'

/**
 * Starts in configuration mode. `line` takes what a person types or pastes, indented or not: a line that is none of the
 * present mode's but one of an outer mode's leaves it, as the devices do. IOS XR keeps changes pending until `commit`.
 */
export class ConfigEditor {
  readonly platform: Platform
  private readonly plane: Plane
  private running: string
  private tree: ConfigTree
  private levels: Level[]
  private inExec = false
  private pending = false
  private asking = false
  /** Indentation of a refused line: what stands below it is not meant for the present mode. */
  private refusedAt: number | undefined
  private lastPlain:
    | { readonly words: readonly string[]; readonly indent: number; readonly depth: number }
    | undefined
  /** The text of a banner is being typed: everything up to the mark. */
  private banner: { readonly mark: string; readonly lines: string[] } | undefined

  constructor(platform: Platform, text: string, plane: Plane = 'exec') {
    this.platform = platform
    this.plane = plane
    this.running = text
    this.tree = readConfig(platform, text)
    this.levels = [this.globalLevel()]
  }

  /** `exec` after leaving; else what stands between the brackets of the prompt: `config`, `config-if`, `cfg-call-home`. */
  get mode(): string {
    return this.inExec ? 'exec' : (this.levels.at(-1)?.mode.prompt ?? 'config')
  }

  /** IOS XR: there are changes that `commit` would make. */
  get hasPendingChanges(): boolean {
    return this.platform === 'ios-xr' && this.pending
  }

  /** The running configuration. */
  text(): string {
    return this.platform === 'ios-xr' ? this.running : printConfig(this.tree)
  }

  /** `configure terminal` again. */
  enter(): void {
    this.inExec = false
    this.levels = [this.globalLevel()]
  }

  line(typed: string): LineResult {
    const text = typed.trim()
    if (this.asking) return this.answer(text)
    if (this.inExec) return this.execLine(text)
    if (this.banner !== undefined) return this.bannerLine(typed)
    if (text === '') return { ok: true }
    if (/^banner \S+ \S/i.test(text)) return this.startBanner(text)
    const walked = this.walk(text)
    if (walked !== undefined) return walked
    const indent = typed.length - typed.trimStart().length
    if (this.refusedAt !== undefined && indent > this.refusedAt)
      return refused('it stands below a line that was not understood')
    this.refusedAt = undefined
    this.enterPlain(indent)
    const words = wordsOf(text)
    const first = words[0]?.toLowerCase() ?? ''
    const verb: Verb =
      first === 'no' ? 'no' : first === 'default' && this.platform !== 'ios-xr' ? 'default' : 'set'
    const own = verb === 'set' ? words : words.slice(1)
    if (own.length === 0) return refused('the line is incomplete')
    const place = lookUp(this.context(), own, verb, indent)
    if (place === undefined) {
      this.refusedAt = indent
      if (isExecLine(this.platform, text))
        return {
          ok: false,
          exec: text,
          message: 'this is a command of exec mode, configuration mode refuses it',
        }
      return refused('the line is not known in this mode')
    }
    return this.apply(place, verb, own, indent)
  }

  /** A line of no table that deeper lines follow was the head of a mode. */
  private enterPlain(indent: number): void {
    const last = this.lastPlain
    this.lastPlain = undefined
    if (last !== undefined && indent > last.indent && this.levels.length === last.depth)
      this.levels.push({
        mode: UNLISTED_MODE,
        key: last.words,
        printed: last.words.join(' '),
        indent: last.indent,
      })
  }

  private context(): Context {
    return { platform: this.platform, root: this.tree.root, levels: this.levels }
  }

  private globalLevel(): Level {
    return { mode: globalModeOf(this.platform, this.plane), key: [], printed: '' }
  }

  private startBanner(text: string): LineResult {
    const [, mark = '', rest = ''] = /^banner \S+ (\^C|\S)(.*)$/i.exec(text) ?? []
    this.levels = [this.globalLevel()]
    this.banner = { mark, lines: [text] }
    return rest.includes(mark) ? this.endBanner() : { ok: true }
  }

  private bannerLine(typed: string): LineResult {
    this.banner?.lines.push(typed)
    return this.banner !== undefined && typed.includes(this.banner.mark) ? this.endBanner() : { ok: true }
  }

  private endBanner(): LineResult {
    const [first = '', ...body] = this.banner?.lines ?? []
    this.banner = undefined
    const target: Target = { root: this.tree.root, platform: this.platform, levels: this.levels }
    const kind = first.split(/\s+/).slice(0, 2).join(' ').toLowerCase()
    const { root } = this.tree
    root.children = root.children.filter(node => !node.line.toLowerCase().startsWith(`${kind} `))
    addLine(target, first).body = body
    return this.done(true, 'set')
  }

  /** Lines that move between modes and change nothing. */
  private walk(text: string): LineResult | undefined {
    const word = text.toLowerCase()
    const xr = this.platform === 'ios-xr'
    if (text.startsWith('!')) {
      if (xr && text === '!' && this.levels.length > 1) this.levels.pop()
      return { ok: true }
    }
    if (/^(do|show) /.test(word) && (word.startsWith('do ') || this.platform !== 'ios-xe'))
      return { ok: true, exec: text.replace(/^do /i, '') }
    if (word === 'exit' || word === 'quit' || word === 'exit-address-family') {
      if (this.levels.length > 1) this.levels.pop()
      else return this.leave()
      return { ok: true }
    }
    if (word === 'end' || word === '^z') return this.leave()
    if (/^conf(i|ig|igu|igur|igure)?( t\w*)?$/.test(word)) {
      this.levels = [this.globalLevel()]
      return { ok: true }
    }
    if (!xr) return undefined
    if (word === 'root') {
      this.levels = [this.globalLevel()]
      return { ok: true }
    }
    if (/^commit( (label|comment|confirmed|best-effort|force|show-error)\b.*)?$/.test(word))
      return this.commit()
    if (word === 'abort') {
      this.discard()
      this.inExec = true
      return { ok: true }
    }
    if (word === 'clear') {
      this.discard()
      return { ok: true }
    }
    return undefined
  }

  private leave(): LineResult {
    if (this.hasPendingChanges) {
      this.asking = true
      return { ok: true, message: QUESTION }
    }
    this.inExec = true
    this.levels = [this.globalLevel()]
    return { ok: true }
  }

  private answer(text: string): LineResult {
    this.asking = false
    const word = text.toLowerCase()
    if (word === 'yes' || word === 'y') this.commit()
    else if (word === 'no' || word === 'n') this.discard()
    else return { ok: true }
    this.inExec = true
    return { ok: true }
  }

  private commit(): LineResult {
    if (!this.pending) return { ok: true, message: 'No configuration changes to commit.' }
    this.running = printConfig(this.tree)
    this.pending = false
    return { ok: true, changed: true }
  }

  private discard(): void {
    this.tree = readConfig(this.platform, this.running)
    this.pending = false
    this.levels = [this.globalLevel()]
  }

  private execLine(text: string): LineResult {
    if (/^conf(i|ig|igu|igur|igure)?( t\w*)?( exclusive)?$/i.test(text)) {
      this.enter()
      return { ok: true }
    }
    return { ok: true, exec: text }
  }

  private apply(place: Destination, verb: Verb, words: readonly string[], indent: number): LineResult {
    const levels = [...this.levels.slice(0, place.depth + 1), ...place.inner]
    const target: Target = { root: this.tree.root, platform: this.platform, levels }
    this.levels = this.levels.slice(0, place.depth + 1)
    if (place.row?.action === true) return { ok: true, action: true }
    const entered = place.match === undefined && place.inner.length > 0
    if (entered) return this.applyHead(target, verb, indent)
    const { row = PLAIN, match = plain(words) } = place
    if (row === PLAIN && verb === 'set') this.lastPlain = { words, indent, depth: levels.length }
    const change = verb === 'set' ? setLine : verb === 'no' ? unsetLine : resetLine
    return this.done(change(target, row, match), verb)
  }

  private applyHead(target: Target, verb: Verb, indent: number): LineResult {
    const level = target.levels.at(-1) as Level
    if (verb === 'set') {
      this.levels = [...target.levels.slice(0, -1), { ...level, indent }]
      const missing = !placesOf(target.root, target.levels, this.platform).some(
        one => one.prefix.length === 0,
      )
      // A container shows up with its first line.
      if (!missing || level.mode.container === true) return { ok: true }
      blockOf(target)
      return this.done(true, verb)
    }
    const name = level.key.length > 1 ? fullInterfaceName(this.platform, level.key.at(-1) ?? '') : undefined
    if (/^interface /.test(level.mode.head) && name !== undefined && !isVirtualInterface(name)) {
      if (verb === 'no' && this.platform !== 'ios-xr')
        return refused('a physical interface cannot be removed')
      if (verb === 'default') return this.done(emptied(target), verb)
    }
    return this.done(removeMode(target), verb)
  }

  private done(changed: boolean, verb: Verb): LineResult {
    if (changed) this.pending = true
    if (changed) return { ok: true, changed: true }
    return verb === 'no' ? { ok: true, message: 'there was nothing to take away' } : { ok: true }
  }
}

function refused(message: string): LineResult {
  return { ok: false, message }
}

/** A mode the tables do not hold: takes whatever stands below its head. */
const UNLISTED_MODE: ModeRow = { head: '<rest>', prompt: 'config-sub', open: true, commands: [] }

/** A line of no table: all of it is its identity. */
const PLAIN: CommandRow = { form: '<rest>' }

function plain(words: readonly string[]): Match {
  return { key: words.map(unquote), printed: words, values: [], whole: true }
}

function emptied(target: Target): boolean {
  const block = blockOf(target)
  const had = block.children.length > 0
  block.children = []
  return had
}
