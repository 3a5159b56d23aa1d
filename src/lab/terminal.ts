// A device's command line on a terminal: echo, line editing, paging, enable, answers.
import { answer, refusalText } from './answer.ts'
import { runBuiltin } from './builtins.ts'
import type { ConfigMode, Plane } from './config-mode.ts'
import { runExec } from './exec.ts'
import { type FaultPlan, type Wire, writeWithFault } from './fault-writer.ts'
import { Keys } from './keys.ts'
import type { Machine } from './machine.ts'
import type { Mode, Persona } from './persona/contract.ts'
import { PERSONAS } from './persona/index.ts'
import { formatTime } from './template.ts'
import type { DeviceView } from './view.ts'

export interface TerminalOptions {
  readonly machine: Machine
  readonly wire: Wire
  readonly faults: FaultPlan
  /** 0 = no paging. */
  readonly rows: number
  /** Called with every command line as received. */
  readonly onCommand: (line: string) => void
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
  readonly wire: Wire
  readonly #options: TerminalOptions
  readonly #keys: Keys

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
    this.#keys.push(text.replaceAll('\r\n', '\r'))
  }

  write(text: string): void {
    this.#options.wire.write(text.replaceAll('\n', '\r\n'))
  }

  get view(): DeviceView {
    return this.machine.view
  }

  get prompt(): string {
    const plain = this.persona.prompt(this.view, this.mode)
    const place = this.config?.place ?? (this.plane === 'admin' ? 'admin' : undefined)
    return place === undefined ? plain : plain.replace(/#( ?)$/, `(${place})#$1`)
  }

  /** Puts a question; what was typed, '' at the end of the session. */
  async ask(question: string): Promise<string> {
    this.write(question)
    return (await this.readLine(true)) ?? ''
  }

  /** Prompt, read, answer, until the person leaves or the connection is gone. */
  async run(): Promise<void> {
    if (this.view.device.banner !== '') this.write(`${this.view.text(this.view.device.banner)}\n`)
    if (this.persona.platform !== 'nx-os') this.write('\n')
    while (!this.ended) {
      if (this.config?.asking !== true) this.write(this.prompt)
      let line = await this.readLine(true)
      // A bare return draws the prompt again on the next line.
      while (line !== undefined && line.trim() === '') {
        this.write(this.prompt)
        line = await this.readLine(true)
      }
      if (line === undefined) return
      this.#options.onCommand(line.trim())
      if (!(await this.execute(line))) return
    }
    this.#options.wire.flush()
  }

  /** Answers one command line; false when the session cannot go on. */
  async execute(line: string): Promise<boolean> {
    const typed = line.trimEnd()
    // What is typed ends up in the device's state, where `{{` would be a template of its file.
    if (typed.includes('{{')) {
      this.write(this.persona.invalid(this.prompt.replace('\r', '').length + typed.indexOf('{{')))
      return true
    }
    if (this.config !== undefined) return await this.configure(this.config, typed)
    const builtin = await runBuiltin(this, typed.trim())
    if (builtin !== undefined) {
      this.write(builtin)
      return true
    }
    const planed = this.plane === 'admin' ? `admin ${typed.trimStart()}` : typed
    const done = await runExec(this, planed.trim())
    if (done !== undefined) {
      this.write(done)
      return true
    }
    const given = answer(this.view, planed)
    const fault = this.#options.faults.take(typed.trim(), given.command, '*')
    const offset = this.prompt.replace('\r', '').length
    const locked =
      this.mode === 'user' && this.persona.privileged.some(words => given.command.startsWith(words))
    let text: string
    if (locked) {
      const column = typed.indexOf(' ') + 1
      text = refusalText(
        this.view,
        { kind: 'refused', refusal: 'invalid', column, command: given.command },
        offset,
      )
    } else if (fault?.deny === true) {
      text = refusalText(
        this.view,
        { kind: 'refused', refusal: 'denied', column: 0, command: given.command },
        offset,
      )
    } else text = given.kind === 'text' ? this.stamped(given.text) : refusalText(this.view, given, offset)
    if (fault !== undefined)
      return await writeWithFault(text.replaceAll('\n', '\r\n'), fault, this.#options.wire)
    return await this.page(text)
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
  async page(text: string): Promise<boolean> {
    const lines = text.split('\n')
    if (lines.at(-1) === '') lines.pop()
    let room = this.rows - 1
    for (const line of lines) {
      if (this.rows > 0 && room <= 0) {
        this.write(this.persona.more)
        const key = await this.#keys.next()
        if (key === undefined) return false
        this.#options.wire.write(this.persona.eraseMore)
        if (key === 'q' || key === '\x03') return true
        room = key === '\r' || key === '\n' ? 1 : this.rows - 1
      }
      this.write(`${line}\n`)
      room--
    }
    return true
  }

  /** One line of input; undefined when the session is over. Without echo for passwords. */
  async readLine(echo: boolean): Promise<string | undefined> {
    let line = ''
    for (;;) {
      const key = await this.#keys.next()
      if (key === undefined) return undefined
      if (key === '\r' || key === '\n') {
        this.write('\n')
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
