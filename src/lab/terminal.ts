// A device's command line on a terminal: echo, line editing, paging, enable, answers.
import { answer, refusalText } from './answer.ts'
import { runBuiltin } from './builtins.ts'
import { type FaultPlan, type Wire, writeWithFault } from './fault-writer.ts'
import { Keys } from './keys.ts'
import type { Mode, Persona } from './persona/contract.ts'
import { PERSONAS } from './persona/index.ts'
import { formatTime } from './template.ts'
import type { DeviceView } from './view.ts'

export interface TerminalOptions {
  readonly view: DeviceView
  readonly wire: Wire
  readonly faults: FaultPlan
  /** 0 = no paging. */
  readonly rows: number
  /** Called with every command line as received. */
  readonly onCommand: (line: string) => void
  readonly now: () => number
}

export class Terminal {
  readonly view: DeviceView
  readonly persona: Persona
  mode: Mode
  rows: number
  stamps: boolean
  ended = false
  readonly wire: Wire
  readonly #options: TerminalOptions
  readonly #keys: Keys

  constructor(options: TerminalOptions) {
    this.#options = options
    this.view = options.view
    this.wire = options.wire
    this.persona = PERSONAS[options.view.device.persona]
    this.mode = options.view.device.login.enable_secret === undefined ? 'privileged' : 'user'
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

  get prompt(): string {
    return this.persona.prompt(this.view, this.mode)
  }

  /** Prompt, read, answer, until the person leaves or the connection is gone. */
  async run(): Promise<void> {
    if (this.view.device.banner !== '') this.write(`${this.view.text(this.view.device.banner)}\n`)
    if (this.persona.platform !== 'nx-os') this.write('\n')
    while (!this.ended) {
      this.write(this.prompt)
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
    const builtin = await runBuiltin(this, typed.trim())
    if (builtin !== undefined) {
      this.write(builtin)
      return true
    }
    const given = answer(this.view, typed)
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

  stamped(text: string): string {
    if (!this.stamps) return text
    const now = new Date(this.#options.now() + this.view.device.clock_offset * 1000)
    return `${formatTime(now, 'xrline')}\n${text}`
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
        return ''
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
