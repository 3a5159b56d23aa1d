// What the hops of the path are judged by: the facts of one device, and how far its messages or tests came.
import type { FactStore, RuleContext, Source } from '../../model/facts/store.ts'
import { sourcesOf } from '../../model/facts/store.ts'
import type { HopStatus } from '../../model/hop.ts'
import { eventPaths } from '../derive/log.ts'
import { CERTIFICATE_SHOWN } from '../derive/stop.ts'
import { plainVrf } from '../derive/way.ts'
import { plainText } from '../template.ts'

type Test = NonNullable<RuleContext['connectivity']>[number]

/** A test somebody ran on the device, with its lines. */
export interface Tried {
  readonly test: Test
  readonly lines: readonly Source[]
}

export interface Scene {
  readonly store: FactStore
  readonly facts: RuleContext
  /** Licensing messages fail now; undefined when that is not known. */
  readonly failing: boolean | undefined
  /** Lines that show a server's answer to the last try, also a refusal; empty when none is known. */
  readonly answer: readonly Source[]
  readonly answered: boolean
  /** Lines that show that a certificate came: TCP opened. */
  readonly certificate: readonly Source[]
  /** Name or address the device itself opens its connection to: the proxy's, else the server's. */
  readonly peer: { readonly host: string; readonly port: number } | undefined
  /** Pings and telnets to the peer in the VRF that licensing leaves by. */
  readonly tried: readonly Tried[]
}

/** What is to be said of one hop. */
export interface Verdict {
  readonly status: HopStatus
  readonly note: string
  readonly lines: readonly Source[]
}

/** Lines a hop shows; a person needs few. */
const MAX_LINES = 5

export function sceneOf(store: FactStore): Scene {
  const { facts } = store
  // A request that waits for its reply proves nothing yet, whatever was answered before it.
  const waiting = facts.license?.authorization?.last_attempt?.outcome === 'pending'
  const answered = facts.derived?.server_answered === true && !waiting
  const peer = peerOf(facts)
  return {
    store,
    facts,
    failing: facts.derived?.failing_now,
    answered,
    answer: answered ? linesOf(store, ['derived.server_answered']) : [],
    certificate: certificateLines(store),
    peer,
    tried: triedIn(store, peer?.host ?? ''),
  }
}

function peerOf(facts: RuleContext): Scene['peer'] {
  const { proxy, target } = facts.derived ?? {}
  const from = proxy?.in_use === true ? proxy : proxy?.in_use === false ? target : undefined
  if (from?.host === undefined || from.port === undefined) return undefined
  return { host: from.host.toLowerCase(), port: from.port }
}

/** Only while messages fail: then the certificate in the failure text came just now. */
function certificateLines(store: FactStore): readonly Source[] {
  const { derived } = store.facts
  if (derived?.failing_now !== true) return []
  if (derived.failure_reasons?.some(text => CERTIFICATE_SHOWN.test(text)) === true)
    return linesOf(store, ['derived.failure_reasons'])
  if (derived.log_failures?.some(text => CERTIFICATE_SHOWN.test(text)) !== true) return []
  return linesOf(
    store,
    eventPaths(store.facts, event => CERTIFICATE_SHOWN.test(`${event.mnemonic}: ${event.text}`)),
  )
}

function triedIn(store: FactStore, host: string): Tried[] {
  const vrf = store.facts.derived?.egress_vrf
  if (vrf === undefined || host === '') return []
  return testsOf(store).filter(
    ({ test }) => plainVrf(test.vrf ?? '') === vrf && test.host?.toLowerCase() === host,
  )
}

/** Every ping and telnet found in the captures. */
export function testsOf(store: FactStore): Tried[] {
  return (store.facts.connectivity ?? []).map((test, index) => ({
    test,
    lines: linesOf(store, [`connectivity.${index}.outcome`]),
  }))
}

/** The lines of these facts, each once, at most five. */
export function linesOf(store: FactStore, paths: readonly string[]): readonly Source[] {
  const lines = paths.flatMap(path => sourcesOf(store, path))
  const once = new Map(lines.map(line => [`${line.origin}\u0000${line.command}\u0000${line.line}`, line]))
  return [...once.values()].slice(0, MAX_LINES)
}

export function verdict(status: HopStatus, note: string, lines: readonly Source[] = []): Verdict {
  return { status, note: plainText(note), lines }
}

/** `ok` by the facts at these paths. */
export function seen(scene: Scene, note: string, ...paths: readonly string[]): Verdict {
  return verdict('ok', note, linesOf(scene.store, paths))
}
