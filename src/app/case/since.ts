// Whether licensing fails now, with which words, and since when as far as the device tells.

import { currentFailures } from '../../diagnose/derive/log.ts'
import type { Capture } from '../../model/capture.ts'
import { type FactStore, factAt, type Source, sourcesOf } from '../../model/facts/store.ts'
import { type Moment, timelineOf } from './timeline.ts'

export interface Failure {
  /** Undefined: it cannot be told. */
  readonly failing: boolean | undefined
  /** In the words of the device. */
  readonly reasons: readonly { readonly text: string; readonly source?: Source }[]
  /** The oldest failure that no success followed. */
  readonly first?: Moment
  /** The newest success before it. */
  readonly last?: Moment
}

const SUCCESS = /: last success$|: succeeded$|acknowledged$|(?:COMM_RESTORED|_SUCCESS): /
const FAILURE = /: last failure|: failed$|agent event |_(?:FAILED|FAIL): /

export function failureOf(store: FactStore, captures: readonly Capture[]): Failure {
  const failing = store.facts.derived?.failing_now
  const texts = store.facts.derived?.failure_reasons ?? []
  const reasons = texts.map(text => {
    const source = sourceSaying(store, text)
    return source === undefined ? { text } : { text, source }
  })
  if (failing !== true) return { failing, reasons: failing === false ? [] : reasons }
  const moments = timelineOf(store, captures)
  const current = new Set(currentFailures(store.facts.log?.events ?? []).map(event => event.index))
  const last = moments.filter(({ what }) => SUCCESS.test(what)).at(-1)
  const after = moments.filter(one => last === undefined || one.wall > last.wall)
  const first = after.find(({ what }) => FAILURE.test(what))
  return {
    failing,
    reasons,
    ...(first === undefined || (first.what.startsWith('%') && current.size === 0) ? {} : { first }),
    ...(last === undefined ? {} : { last }),
  }
}

function sourceSaying(store: FactStore, text: string): Source | undefined {
  const paths = [
    'license.registration',
    'license.authorization',
    'license.communication',
    'callhome',
    'license',
  ]
  return paths
    .filter(path => factAt(store.facts, path) !== undefined)
    .flatMap(path => sourcesOf(store, path))
    .find(source => source.text.includes(text))
}
