// Where the device's own words, or a test somebody ran on it, show the break.
import { factAt, type Source } from '../../model/facts/store.ts'
import { type Hop, hopOrder } from '../../model/hop.ts'
import { eventPaths } from '../derive/log.ts'
import { newestStop } from '../derive/stop.ts'
import { plainText } from '../template.ts'
import { linesOf, type Scene } from './scene.ts'
import { lookups, opened, telnets } from './traffic.ts'

export interface SeenBreak {
  readonly hop: Hop
  readonly text: string
  readonly lines: readonly Source[]
}

/** Only while messages fail. The first on the path, when words and tests name several. */
export function breakSeen(scene: Scene): SeenBreak | undefined {
  if (scene.failing !== true) return undefined
  const found = [refused(scene), said(scene), lookupFailed(scene), telnetFailed(scene)]
  return found
    .filter(one => one !== undefined)
    .sort((a, b) => hopOrder(a.hop) - hopOrder(b.hop))
    .find(one => !scene.answered || hopOrder(one.hop) >= hopOrder('clock'))
}

function said(scene: Scene): SeenBreak | undefined {
  const { failure_reasons: reasons = [], log_failures: log = [] } = scene.facts.derived ?? {}
  const stop = newestStop(reasons, log)
  if (stop === undefined) return undefined
  // The words then tell of an earlier moment, or of what lies behind the port.
  if (opensAsLicensing(scene) && hopOrder(stop.hop) <= hopOrder('tcp')) return undefined
  return {
    hop: stop.hop,
    text: `the device says "${plainText(stop.words)}"`,
    lines: linesSaying(scene, stop.text),
  }
}

/** The port opens from the very address licensing sends from. */
function opensAsLicensing(scene: Scene): boolean {
  const source = scene.facts.derived?.source?.name?.toLowerCase()
  return source !== undefined && opened(scene)?.test.source?.toLowerCase() === source
}

/** The server spoke and did not take the message: it does not accept who sent it. */
function refused(scene: Scene): SeenBreak | undefined {
  const reason = scene.facts.derived?.failure_reasons?.[0]
  if (!scene.answered || reason === undefined) return undefined
  return { hop: 'identity', text: `the server refused: ${plainText(reason)}`, lines: scene.answer }
}

function lookupFailed(scene: Scene): SeenBreak | undefined {
  const all = lookups(scene)
  const failed = all.find(one => !one.resolved)
  if (failed === undefined || all.some(one => one.resolved)) return undefined
  return { hop: 'dns', text: failed.text, lines: failed.lines }
}

function telnetFailed(scene: Scene): SeenBreak | undefined {
  const failed = telnets(scene).find(({ test }) => test.outcome === 'failed')
  if (failed === undefined || opened(scene) !== undefined) return undefined
  const { test, lines } = failed
  return { hop: 'tcp', text: `telnet ${test.host} ${test.port} does not connect`, lines }
}

const REASONS = [
  'license.registration.failure_reason',
  'license.authorization.failure_reason',
  'license.registration.renewal_failure_reason',
  'license.registration.last_response',
]

function linesSaying(scene: Scene, text: string): readonly Source[] {
  const { store, facts } = scene
  const entries = (facts.license?.communication ?? []).flatMap((_, index) => [
    `license.communication.${index}.failure_reason`,
    `license.communication.${index}.last_response`,
  ])
  const paths = [...REASONS, ...entries].filter(path => factAt(facts, path) === text)
  return linesOf(
    store,
    paths.length > 0 ? paths : eventPaths(facts, event => `${event.mnemonic}: ${event.text}` === text),
  )
}
