// One served device as it is now: what was configured and what the licensing agent did since it started.
import { LAB_WORLD, type World } from './agent/world.ts'
import type { LabDevice } from './types.ts'
import { type DeviceView, viewOf } from './view.ts'

const IDENTRUST = `CA Certificate
  Status: Available
  Certificate Serial Number (hex): 0A0142800000014523C844B500000002
  Certificate Usage: Signature
  Issuer: 
    cn=IdenTrust Commercial Root CA 1
    o=IdenTrust
    c=US
  Subject: 
    cn=IdenTrust Commercial Root CA 1
    o=IdenTrust
    c=US
  Validity Date: 
    start date: 18:12:23 UTC Jan 16 2014
    end   date: 18:12:23 UTC Jan 16 2034
  Associated Trustpoints: Trustpool 
  Trustpool: Downloaded`

/** Shared by every session on the device. Without a change it answers exactly as its file says. */
export class Machine {
  readonly world: World
  /** What the server knows of the device; a forced registration or a removal changes it. */
  instance: World['instance']
  readonly tokenUses = new Map<string, number>()
  readonly #file: LabDevice
  readonly #started: Date
  readonly #now: () => number
  #device: LabDevice
  #clockError: number
  #passed = 0
  #startup: string | undefined
  #view: DeviceView | undefined

  /** @param now true time in milliseconds */
  constructor(device: LabDevice, started: Date, now: () => number) {
    this.#file = device
    this.#device = device
    this.#started = started
    this.#now = () => now() + this.#passed
    this.#clockError = device.clock_offset
    this.world = { ...LAB_WORLD, ...device.world }
    this.instance = this.world.instance
  }

  get view(): DeviceView {
    this.#view ??= viewOf(this.#device, this.#started, this.#now, {
      clockError: this.#clockError,
      ...(this.#startup === undefined ? {} : { startup: this.#startup }),
    })
    return this.#view
  }

  /** IOS XE: the text of Cisco's root certificate as the trustpool shows it once imported. */
  get trustpool(): string {
    return this.#file.vars['identrust'] || IDENTRUST
  }

  /** Lets time go by at once, for the device and its surroundings. */
  advance(seconds: number): void {
    this.#passed += seconds * 1000
    this.#view = undefined
  }

  /** The device's own clock. */
  get clock(): Date {
    return new Date(this.#now() + this.#clockError * 1000)
  }

  /** Seconds the device's clock is ahead of true time. */
  get clockError(): number {
    return this.#clockError
  }

  set clockError(seconds: number) {
    this.#clockError = seconds
    this.#view = undefined
  }

  /** Sets the clock to a moment, as `clock set` does. */
  setClock(at: Date): void {
    this.clockError = Math.round((at.getTime() - this.#now()) / 1000)
  }

  setVars(vars: Readonly<Record<string, string>>): void {
    this.#change({ vars: { ...this.#device.vars, ...vars } })
  }

  /** Commands that the device knows, or does not know, from now on; answers by command. */
  setAnswers(answers: LabDevice['answers'], unsupported: readonly string[]): void {
    this.#change({ answers, unsupported })
  }

  /** The running configuration, complete and without templates. */
  setConfig(config: string): void {
    const hostname = /^(?:hostname|switchname) (\S+)/m.exec(config)?.[1] ?? this.#device.hostname
    this.#startup ??= this.view.config
    this.#change({ config, hostname })
  }

  setAdminConfig(config: string): void {
    // From now on it is printed from here, not from the device file's answer.
    const answers = {
      ...this.#device.answers,
      'admin show running-config': `Building configuration...\n${config}`,
    }
    this.#change({ admin_config: config, answers })
  }

  log(...lines: readonly string[]): void {
    this.#change({ logging: [...this.#device.logging, ...lines] })
  }

  /** The running configuration becomes the one the device starts with. */
  save(): void {
    this.#startup = this.view.config
    this.#view = undefined
  }

  #change(changes: Partial<LabDevice>): void {
    this.#device = { ...this.#device, ...changes }
    this.#view = undefined
  }
}
