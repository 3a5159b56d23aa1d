// A bare SSH client for lab tests: sends keys, waits for text.
import ssh2 from 'ssh2'
import type { RunningDevice } from '../../src/lab/server.ts'

export interface LabShell {
  /** Sends keys, then waits until the text since then ends with `until`; returns that text. */
  send(keys: string, until: string): Promise<string>
  /** Waits for text without sending. */
  until(text: string): Promise<string>
  readonly all: () => string
  readonly closed: Promise<void>
  end(): void
}

export async function connect(
  device: RunningDevice,
  options: { rows?: number; password?: string; keyboard?: boolean } = {},
): Promise<ssh2.Client> {
  const client = new ssh2.Client()
  const password = options.password ?? device.password
  return await new Promise((resolve, reject) => {
    client.on('keyboard-interactive', (_name, _text, _lang, _prompts, finish) => finish([password]))
    client.on('ready', () => resolve(client))
    client.on('error', reject)
    client.connect({
      host: device.host,
      port: device.port,
      username: device.username,
      tryKeyboard: options.keyboard === true,
      ...(options.keyboard === true ? {} : { password }),
    })
  })
}

export async function openShell(
  device: RunningDevice,
  options: { rows?: number; password?: string; keyboard?: boolean } = {},
): Promise<LabShell> {
  const client = await connect(device, options)
  const channel = await new Promise<ssh2.ClientChannel>((resolve, reject) => {
    client.shell({ rows: options.rows ?? 24, cols: 511, term: 'vt100' }, (error, stream) =>
      error === undefined ? resolve(stream) : reject(error),
    )
  })
  let text = ''
  const waiters = new Set<() => void>()
  channel.on('data', (data: Buffer) => {
    text += data.toString('utf8')
    for (const wake of waiters) wake()
  })
  const closed = new Promise<void>(resolve => {
    client.on('close', () => resolve())
  })
  client.on('error', () => undefined)
  const waitFor = async (from: number, until: string): Promise<string> => {
    while (!text.slice(from).endsWith(until)) {
      await new Promise<void>((resolve, reject) => {
        const wake = (): void => {
          waiters.delete(wake)
          resolve()
        }
        waiters.add(wake)
        void closed.then(() =>
          reject(new Error(`closed while waiting for ${JSON.stringify(until)}: ${text.slice(from)}`)),
        )
      })
    }
    return text.slice(from)
  }
  return {
    send: async (keys, until) => {
      const from = text.length
      channel.write(keys)
      return await waitFor(from, until)
    },
    until: async until => await waitFor(0, until),
    all: () => text,
    closed,
    end: () => client.end(),
  }
}
