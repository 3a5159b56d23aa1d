// Configuration mode of a lab device: lines go to the configuration, what follows from them happens at once.
import { ConfigEditor, type LineResult } from '../platforms/config/index.ts'
import { afterConfig } from './agent/effects.ts'
import { logLine } from './agent/journal.ts'
import { authenticate } from './exec.ts'
import type { Machine } from './machine.ts'
import { stampChanged } from './stamps.ts'
import { formatTime } from './template.ts'
import type { Terminal } from './terminal.ts'

export type Plane = 'exec' | 'admin'

/** One stay in configuration mode. */
export class ConfigMode {
  readonly #editor: ConfigEditor
  readonly #machine: Machine
  readonly #plane: Plane
  #asking = false

  constructor(machine: Machine, plane: Plane) {
    const { view } = machine
    this.#machine = machine
    this.#plane = plane
    const text = plane === 'admin' ? view.adminConfig : view.config
    this.#editor = new ConfigEditor(view.device.persona, text, plane)
  }

  /** Between the brackets of the prompt; undefined once configuration mode was left. */
  get place(): string | undefined {
    return this.#editor.mode === 'exec' ? undefined : this.#editor.mode
  }

  /** The question on leaving with uncommitted changes waits for its answer: no prompt. */
  get asking(): boolean {
    return this.#asking
  }

  /** Takes one line; what the device prints about it. `exec` runs a command typed with `do`. */
  async type(
    terminal: Terminal,
    typed: string,
    offset: number,
    exec: (command: string) => Promise<void>,
  ): Promise<string> {
    const before = this.#text()
    const result: LineResult = this.#editor.line(typed)
    this.#asking = result.message?.endsWith(':') === true
    if (result.exec !== undefined && result.ok) {
      await exec(result.exec)
      return ''
    }
    if (!result.ok) return this.#refusal(terminal, typed, offset, result)
    if (result.action === true) return await this.#act(terminal, typed.trim().split(/\s+/))
    if (this.#text() !== before) this.#apply()
    return this.#asking ? (result.message ?? '') : ''
  }

  #text(): string {
    return this.#editor.text()
  }

  #apply(): void {
    const machine = this.#machine
    if (this.#plane === 'admin') machine.setAdminConfig(this.#text())
    else machine.setConfig(stampChanged(machine, this.#text()))
    afterConfig(machine)
    if (machine.view.device.persona === 'ios-xr') {
      const node = `RP/0/${machine.view.value('location') || 'RSP0'}/CPU0`
      machine.log(
        `${node}:${formatTime(machine.clock, 'log')} : config[65710]: %MGBL-CONFIG-6-DB_COMMIT : Configuration committed by user 'netops'. Use 'show configuration commit changes 1000000040' to view the changes.`,
      )
    }
  }

  #refusal(terminal: Terminal, typed: string, offset: number, result: LineResult): string {
    const { message = '' } = result
    if (message.startsWith('Incomplete')) return terminal.persona.incomplete(offset + typed.length)
    if (message.startsWith('Removal')) return `% ${message}\n`
    return terminal.persona.invalid(offset + typed.length - typed.trimStart().length)
  }

  /** Lines that do something and leave no line: certificates. */
  async #act(terminal: Terminal, words: readonly string[]): Promise<string> {
    const line = words.join(' ')
    if (/^crypto (?:pki|ca) authenticate \S+$/.test(line)) return await authenticate(terminal, words[3] ?? '')
    if (/^crypto pki trustpool import /.test(line)) return this.#importPool(line)
    if (line === 'crypto pki trustpool clean') this.#machine.setVars({ identrust: '' })
    return ''
  }

  #importPool(line: string): string {
    const pool = this.#machine.trustpool
    if (pool === '' || !/ url \S+$| terminal$/.test(line)) return '% Trustpool import failed\n'
    this.#machine.setVars({ identrust: pool })
    return 'Reading file from network...\n% PEM files import succeeded.\n'
  }

  /** The line a device logs when a person leaves configuration mode. */
  leave(): void {
    const { persona } = this.#machine.view.device
    if (persona === 'ios-xe') {
      logLine(this.#machine, 'SYS-5-CONFIG_I', 'Configured from console by netops on vty0 (192.0.2.200)')
    } else if (persona === 'nx-os') {
      logLine(
        this.#machine,
        'VSHD-5-VSHD_SYSLOG_CONFIG_I',
        'Configured from vty by netops on 192.0.2.200@pts/0',
      )
    }
  }
}
