// A device's command line on a terminal: echo, line editing, paging, enable, answers.
import { answer, type Refusal, refusalText } from './answer.ts'
import { runBuiltin } from './builtins.ts'
import type { ConfigMode, Plane } from './config-mode.ts'
import { runExec } from './exec.ts'
import type { FaultPlan, Wire } from './fault-writer.ts'
import { has, logLineOf } from './faults/answer.ts'
import { breakOff, pause } from './faults/disturbance.ts'
import { echoOf } from './faults/echo.ts'
import { bannerOf, limitText, NEW_PASSWORD } from './faults/greeting.ts'
import { replyBadly } from './faults/reply.ts'
import { Keys } from './keys.ts'
import type { Machine } from './machine.ts'
import type { Mode, Persona } from './persona/contract.ts'
import { PERSONAS } from './persona/index.ts'
import { formatTime } from './template.ts'
import type { Fault } from './types.ts'
import type { DeviceView } from './view.ts'

/** Lines of a screen whose pager cannot be switched off. */
const PAGE_ROWS = 24

/** What was printed as the answer to one command, echo, pager and prompt left out. */
export interface Served {
  readonly command: string
  readonly bytes: Buffer
  /** It came to its end, and the prompt was printed behind it. */
  readonly whole: boolean
}

export interface Suspended {
  /** What is printed when it is over. */
  resume(): Promise<string>
  close(): Promise<string>
}

export interface TerminalOptions {
  readonly machine: Machine
  readonly wire: Wire
  readonly faults: FaultPlan
  /** 0 = no paging. */
  readonly rows: number
  /** Called with every command line as received. */
  readonly onCommand: (line: string) => void
  readonly onServed?: (served: Served) => void
}

export class Terminal {
  readonly machine: Machine
  readonly persona: Persona
  mode: Mode
  /** IOS XR: the plane whose exec mode this is. */
  plane: Plane = 'exec'
  /** While configuration mode lasts. */
  config: ConfigMode | undefined
  rows: number
  stamps: boolean
  ended = false
  /** IOS XE: a telnet connection that was left open. */
  suspended: Suspended | undefined
  readonly wire: Wire
  readonly #options: TerminalOptions
  readonly #keys: Keys
  /** The host name the prompt shows since it was changed under way. */
  #renamed: string | undefined
  /** While an answer is printed: how it is ended by Ctrl-C, whether keys are echoed at once. */
  #busy: { readonly fault: Fault; readonly interrupt: AbortController; readonly sent: Buffer[] } | undefined
  /** Printed behind the next prompt. */
  #late: { readonly text: string; readonly ms: number; readonly cut?: boolean } | undefined

  constructor(options: TerminalOptions) {
    this.#options = options
    this.machine = options.machine
    this.wire = options.wire
    this.persona = PERSONAS[this.machine.view.device.persona]
    this.mode = this.machine.view.device.login.enable_secret === undefined ? 'privileged' : 'user'
    this.rows = options.rows
    this.stamps = this.persona.stampsAnswers
    this.#keys = new Keys(() => options.wire.flush())
    options.wire.signal.addEventListener('abort', () => this.#keys.close(), { once: true })
  }

  type(text: string): void {
    const typed = text.replaceAll('\r\n', '\r')
    const interrupt = typed.lastIndexOf('\x03')
    if (this.#busy !== undefined && interrupt >= 0 && has(this.#busy.fault, 'ctrl-c')) {
      this.#keys.clear()
      this.#keys.push(typed.slice(interrupt + 1))
      this.#busy.interrupt.abort()
      return
    }
    if (has(this.#busy?.fault, 'echo-early')) this.#between(typed.replaceAll('\r', '\n'))
    this.#keys.push(typed)
  }

  write(text: string): void {
    this.#options.wire.write(text.replaceAll('\n', '\r\n'))
  }

  get view(): DeviceView {
    return this.machine.view
  }

  get prompt(): string {
    const own = this.persona.prompt(this.view, this.mode)
    const plain = this.#renamed === undefined ? own : own.replace(this.view.device.hostname, this.#renamed)
    const place = this.config?.place ?? (this.plane === 'admin' ? 'admin' : undefined)
    return place === undefined ? plain : plain.replace(/#( ?)$/, `(${place})#$1`)
  }

  /** Puts a question; what was typed, '' at the end of the session. */
  async ask(question: string, echo = true): Promise<string> {
    this.write(question)
    return (await this.readLine(echo)) ?? ''
  }

  /** The next key, not echoed; undefined when none comes or the session is over. */
  keyWithin(ms: number): Promise<string | undefined> {
    return this.#keys.nextWithin(ms)
  }

  /** Prompt, read, answer, until the person leaves or the connection is gone. */
  async run(): Promise<void> {
    const banner = this.view.device.banner
    const greeting = [
      banner === '' ? '' : `${this.view.text(banner)}\n`,
      this.persona.platform === 'nx-os' ? '' : '\n',
    ].join('')
    if (!(await this.greet(greeting, this.#options.faults.take('@prompt')))) return
    for (let first = true; !this.ended; first = false) {
      if (this.config?.asking !== true && !first) this.write(this.prompt)
      this.#printLate()
      let line = await this.readCommand()
      // A bare return draws the prompt again on the next line.
      while (line !== undefined && line.trim() === '') {
        if (this.suspended !== undefined) this.write(await this.suspended.resume())
        this.write(this.prompt)
        line = await this.readCommand()
      }
      if (line === undefined) return
      this.#options.onCommand(line.trim())
      if (!(await this.execute(line))) return
    }
    this.#options.wire.flush()
  }

  /** Everything up to the first prompt, the prompt included. */
  async greet(greeting: string, fault: Fault | undefined): Promise<boolean> {
    const text = `${bannerOf(fault)}${greeting}`
    if (fault === undefined) {
      this.write(`${text}${this.prompt}`)
      return true
    }
    if (has(fault, 'limit')) {
      this.write(`${text}${limitText(this.machine)}`)
      this.wire.flush()
      return false
    }
    if (has(fault, 'expired')) {
      this.write(text)
      for (const question of NEW_PASSWORD) {
        this.write(question)
        if ((await this.readLine(false)) === undefined) return false
      }
      return false
    }
    const reply = await this.#badly(`${text}${this.prompt}`, fault)
    return reply.end === 'whole'
  }

  #badly(text: string, fault: Fault): ReturnType<typeof replyBadly> {
    const interrupt = new AbortController()
    const sent: Buffer[] = []
    this.#busy = { fault, interrupt, sent }
    const { machine, wire, prompt } = this
    const parts = { machine, wire, prompt, sent, interrupt: interrupt.signal }
    return replyBadly(text, fault, parts).finally(() => {
      this.#busy = undefined
    })
  }

  /** Prints what no command asked for; it stands in the answer that is under way. */
  #between(text: string): void {
    const bytes = Buffer.from(text.replaceAll('\n', '\r\n'))
    this.#busy?.sent.push(bytes)
    this.wire.send(bytes)
  }

  /** A log line behind the prompt, at once or in a moment; the prompt is not drawn again. */
  #printLate(): void {
    const late = this.#late
    this.#late = undefined
    if (late === undefined) return
    if (late.cut === true) {
      this.wire.flush()
      void pause(late.ms, this.wire.signal).then(() => breakOff(this.wire, false))
      return
    }
    if (late.ms === 0) {
      this.write(late.text)
      return
    }
    void pause(late.ms, this.wire.signal).then(goesOn => {
      if (goesOn) this.#between(late.text)
    })
  }

  /** Answers one command line; false when the session cannot go on. */
  async execute(line: string): Promise<boolean> {
    const typed = line.trimEnd()
    // What is typed ends up in the device's state, where `{{` would be a template of its file.
    const template = typed.indexOf('{{')
    if (template >= 0)
      return await this.reply(typed.trim(), this.#refuse('invalid', typed, template), undefined)
    if (this.config !== undefined) return await this.configure(this.config, typed)
    const name = typed.trim()
    const own = this.#options.faults.take(name)
    if (own?.deny === true) return await this.reply(name, this.#refuse('denied', name), own)
    if (has(own, 'ask')) {
      this.#serve(name, Buffer.alloc(0), false)
      await this.ask('Password: ', false)
      return true
    }
    const builtin = await runBuiltin(this, name)
    if (builtin !== undefined) return await this.reply(name, builtin, own)
    const planed = this.plane === 'admin' ? `admin ${typed.trimStart()}` : typed
    const done = await runExec(this, planed.trim())
    if (done !== undefined) return await this.reply(name, done, own)
    const given = answer(this.view, planed)
    const fault = own ?? this.#options.faults.take(given.command, '*')
    const locked =
      this.mode === 'user' && this.persona.privileged.some(words => given.command.startsWith(words))
    let text: string
    if (locked) text = this.#refuse('invalid', given.command, typed.indexOf(' ') + 1)
    else if (fault?.deny === true) text = this.#refuse('denied', given.command)
    else if (given.kind === 'text') text = this.stamped(given.text)
    else text = this.#refuse(given.refusal, given.command, given.column)
    return await this.reply(name, text, fault)
  }

  #refuse(refusal: Refusal, command: string, column = 0): string {
    const offset = this.prompt.replace('\r', '').length
    return refusalText(this.view, { kind: 'refused', refusal, column, command }, offset)
  }

  /** Prints an answer; false when the session cannot go on. */
  async reply(command: string, text: string, fault: Fault | undefined): Promise<boolean> {
    if (fault === undefined || has(fault, 'more')) {
      const whole = await this.page(text, fault === undefined ? this.rows : PAGE_ROWS)
      this.#serve(command, Buffer.from(text), whole)
      return whole
    }
    const reply = await this.#badly(text, fault)
    this.#serve(command, reply.bytes, reply.end === 'whole')
    if (reply.end === 'interrupted') this.write('^C\n')
    if (has(fault, 'rename')) this.#renamed = `${this.view.device.hostname}-b`
    if (has(fault, 'hang-up')) this.#late = { text: '', ms: fault.stallMs ?? 0, cut: true }
    const ms = has(fault, 'log-later') ? 80 : has(fault, 'log-after') ? 0 : undefined
    if (ms !== undefined) this.#late = { text: `\n${logLineOf(this.machine)}\n`, ms }
    return reply.end !== 'gone'
  }

  #serve(command: string, bytes: Buffer, whole: boolean): void {
    this.#options.onServed?.({ command, bytes, whole })
  }

  /** One line in configuration mode. */
  async configure(config: ConfigMode, typed: string): Promise<boolean> {
    const offset = this.prompt.replace('\r', '').length
    const text = await config.type(this, typed, offset, async command => {
      this.config = undefined
      await this.execute(command)
      this.config = config
    })
    this.write(text)
    if (config.place !== undefined) return true
    this.config = undefined
    config.leave()
    return true
  }

  stamped(text: string): string {
    return this.stamps ? `${formatTime(this.machine.clock, 'xrline')}\n${text}` : text
  }

  /** Prints, stopping at every full screen while paging is on. */
  async page(text: string, rows = this.rows): Promise<boolean> {
    const lines = text.split('\n')
    if (lines.at(-1) === '') lines.pop()
    let room = rows - 1
    for (const line of lines) {
      if (rows > 0 && room <= 0) {
        this.write(this.persona.more)
        const key = await this.#keys.next()
        if (key === undefined) return false
        this.#options.wire.write(this.persona.eraseMore)
        if (key === 'q' || key === '\x03') return true
        room = key === '\r' || key === '\n' ? 1 : rows - 1
      }
      this.write(`${line}\n`)
      room--
    }
    return true
  }

  /** A command line, echoed as a fault wants it when it was typed in one go. */
  async readCommand(): Promise<string | undefined> {
    const ahead = await this.#keys.line()
    const fault = ahead === undefined ? undefined : this.#options.faults.look(ahead.trim(), '*')
    const draw = ahead === undefined || ahead.trim() === '' ? undefined : echoOf(fault)
    if (draw === undefined || fault === undefined) return await this.readLine(true)
    const line = await this.readLine(false, false)
    const drawn = draw(line ?? '', this.prompt)
    if (!has(fault, 'echo-drip')) this.wire.write(drawn)
    else await this.#badly(drawn.replaceAll('\r\n', '\n'), { dripMs: fault.dripMs ?? 30 })
    return line
  }

  /** One line of input; undefined when the session is over. Without echo for passwords. */
  async readLine(echo: boolean, lineEnd = true): Promise<string | undefined> {
    let line = ''
    for (;;) {
      const key = await this.#keys.next()
      if (key === undefined) return undefined
      if (key === '\r' || key === '\n') {
        if (lineEnd) this.write('\n')
        return line
      }
      if (key === '\x03' || key === '\x1a') {
        this.write(key === '\x03' ? '^C\n' : '^Z\n')
        // Ctrl-Z leaves configuration mode.
        return key === '\x1a' && this.config !== undefined ? 'end' : ''
      }
      if (key === '\x7f' || key === '\b') {
        if (line === '') continue
        line = line.slice(0, -1)
        if (echo) this.write('\b \b')
      } else if (key === '\x15') {
        if (echo) this.write('\b \b'.repeat(line.length))
        line = ''
      } else if (key >= ' ') {
        line += key
        if (echo) this.write(key)
      }
    }
  }
}
