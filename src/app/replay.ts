// Use case: the devices of a bundle, served over SSH as they answered then. Prints nothing.
import type { Lab } from '../lab/server.ts'
import type { CaptureSet } from '../model/capture.ts'
import { printable } from './archive/entry.ts'
import { readInputs } from './input.ts'
import { recordingOf } from './replay/recording.ts'

export interface ReplayOptions {
  /** A bundle, packed or unpacked. */
  readonly path: string
  readonly stdin: NodeJS.ReadableStream
  /** Names of devices; all of them when absent. */
  readonly devices?: readonly string[]
  /** First port; the next devices follow. Free ports when absent. */
  readonly port?: number
}

export interface Replay {
  readonly lab: Lab
  /** Sentences about what was left out, and what differs from then. */
  readonly notes: readonly string[]
}

/** @throws Error with a sentence when the path is no bundle, a name is unknown or a port is taken */
export async function replay({ path, stdin, devices, port }: ReplayOptions): Promise<Replay> {
  const { bundles, notes } = await readInputs([path], { stdin })
  if (bundles.length === 0)
    throw new Error(
      `${printable(path)} is no bundle, and saved output does not tell how each command ended; make one with \`smartlic collect\` or \`smartlic case\``,
    )
  const sets = chosen(
    bundles.flatMap(bundle => bundle.sets),
    devices,
  )
  const taken = new Set<string>()
  const said = [...notes]
  const recordings = sets.flatMap(set => {
    const recording = recordingOf(set, taken)
    if (recording !== undefined) return [recording]
    said.push(`${printable(set.name)} gave no answer to anything, so it is not served`)
    return []
  })
  if (recordings.length === 0) throw new Error([...said, 'no device is left to be served'].join('\n'))
  const [{ serveDevices }, { recordedDevice }] = await Promise.all([
    import('../lab/server.ts'),
    import('../lab/recorded.ts'),
  ])
  const lab = await serveDevices(recordings.map(recordedDevice), port === undefined ? {} : { basePort: port })
  return { lab, notes: [...said, ...clockNote(sets)] }
}

function chosen(sets: readonly CaptureSet[], names: readonly string[] | undefined): readonly CaptureSet[] {
  if (names === undefined) return sets
  const missing = names.find(name => !sets.some(set => set.name === name))
  if (missing !== undefined) {
    const known = sets.map(({ name }) => printable(name)).slice(0, 10)
    throw new Error(`no device of the bundle is called ${printable(missing)}; it holds ${known.join(', ')}`)
  }
  return sets.filter(({ name }) => names.includes(name))
}

/** Rules take a clock for wrong that is an hour off. */
const FRESH_MS = 30 * 60_000

function clockNote(sets: readonly CaptureSet[]): string[] {
  const times = sets.flatMap(({ captures }) => captures.flatMap(({ finishedAt }) => finishedAt ?? []))
  const newest = times.reduce((a, b) => Math.max(a, b), 0)
  if (newest === 0 || Date.now() - newest < FRESH_MS) return []
  const then = new Date(newest).toISOString().slice(0, 16).replace('T', ' ')
  return [
    `The clocks of these devices stand still since ${then} UTC: a check takes them for wrong; \`smartlic analyze\` of the bundle does not.`,
  ]
}
