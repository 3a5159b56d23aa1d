// A person at a terminal: types a line, waits for the prompt, reads what the device says.
import type ssh2 from 'ssh2'
import type { RunningDevice } from '../../src/lab/server.ts'
import { connect } from '../lab/client.ts'

/** What a device prints when it does not take a line. */
const REFUSED = /^\s*% ?(?:Invalid|Incomplete|Ambiguous|Unrecognized|Removal|Unknown|The device|.*failed)/im

export class Person {
  readonly #client: ssh2.Client
  readonly #channel: ssh2.ClientChannel
  readonly #prompt: RegExp
  #text = ''
  #wake: () => void = () => undefined
  #closed = false

  private constructor(client: ssh2.Client, channel: ssh2.ClientChannel, hostname: string) {
    this.#client = client
    this.#channel = channel
    const name = hostname.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    this.#prompt = new RegExp(`(?:^|\\n)\\r?(?:RP/0/\\w+/CPU0:)?${name}(?:\\([\\w-]+\\))?[#>] ?$`)
    channel.on('data', (data: Buffer) => {
      this.#text += data.toString('utf8')
      this.#wake()
    })
    channel.on('close', () => {
      this.#closed = true
      this.#wake()
    })
  }

  /** Logs in and, where the device asks for it, goes to privileged mode. */
  static async at(device: RunningDevice): Promise<Person> {
    const client = await connect(device)
    const channel = await new Promise<ssh2.ClientChannel>((resolve, reject) => {
      client.shell({ rows: 24, cols: 511, term: 'vt100' }, (error, stream) =>
        error === undefined ? resolve(stream) : reject(error),
      )
    })
    const person = new Person(client, channel, device.hostname)
    await person.#until(person.#prompt)
    if (device.enableSecret !== undefined) {
      await person.#send('enable', /Password: $/)
      await person.#send(device.enableSecret, person.#prompt)
    }
    await person.#send('terminal length 0', person.#prompt)
    return person
  }

  /** What the device answers, echo and prompt left out. Throws when it refuses the line. */
  async type(line: string): Promise<string> {
    const answer = await this.#send(line, this.#prompt)
    const said = answer.split('\r\n').slice(1, -1).join('\n')
    if (REFUSED.test(said)) throw new Error(`the device refused "${line.trim()}":\n${said.trim()}`)
    return said
  }

  async typeAll(lines: readonly string[]): Promise<void> {
    for (const line of lines) await this.type(line)
  }

  /** Answers a question of the device: keys, without waiting for a prompt in between. */
  async paste(lines: readonly string[]): Promise<void> {
    await this.#send(lines.join('\r'), this.#prompt)
  }

  leave(): void {
    this.#client.end()
  }

  async #send(keys: string, until: RegExp): Promise<string> {
    this.#text = ''
    this.#channel.write(`${keys}\r`)
    return await this.#until(until)
  }

  async #until(shape: RegExp): Promise<string> {
    while (!shape.test(this.#text)) {
      if (this.#closed) throw new Error(`the device hung up: ${this.#text.slice(-200)}`)
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    return this.#text
  }
}
