// A device's captures as what a served device answers: a command that ended badly then ends as badly now.
import { freeName } from '../../bundle/names.ts'
import type { Recorded, Recording } from '../../lab/recorded.ts'
import type { Fault, Faults } from '../../lab/types.ts'
import type { Capture, CaptureSet } from '../../model/capture.ts'
import { PROBE_COMMAND } from '../../parse/probe/index.ts'
import { PLATFORM_TRAITS } from '../../platforms/index.ts'
import { factsOf } from '../judge.ts'

/** @param taken ids in use; undefined for a device that said nothing, or whose platform is not known */
export function recordingOf(set: CaptureSet, taken: Set<string>): Recording | undefined {
  const { platform } = set
  // What this computer saw is no answer of the device.
  const asked = set.captures.filter(one => one.status !== 'not-tried' && one.command !== PROBE_COMMAND)
  if (platform === undefined || asked.length === 0) return undefined
  const id = freeName(set.name, taken)
  const faults: Record<string, Fault> = {}
  const answers: Record<string, Recorded[string]> = {}
  for (const capture of asked) {
    // Of a command asked twice the later answer counts, as it does for the facts.
    answers[capture.command] = { text: capture.text, whole: capture.status === 'ok' }
    const fault = faultOf(capture, capture === asked.at(-1), set)
    if (fault !== undefined) faults[capture.command] = fault
  }
  return {
    id,
    platform,
    hostname: hostnameOf(set, id),
    title: `recorded from ${id}`,
    answers,
    faults: faults satisfies Faults,
  }
}

/** How the answer ends; undefined when it ends as the text does. */
function faultOf(capture: Capture, last: boolean, set: CaptureSet): Fault | undefined {
  const { status, text, command, reason = '' } = capture
  const bytes = Buffer.byteLength(text.replaceAll('\n', '\r\n'))
  if (status === 'denied' && reason.startsWith('the device asked ')) return { kinds: ['ask'] }
  // Where more was asked afterwards, Ctrl-C had ended it.
  if (status === 'timed-out')
    return last ? { hangAfterBytes: bytes } : { hangAfterBytes: bytes, kinds: ['ctrl-c'] }
  if (status !== 'truncated') return undefined
  if (last && set.problem?.kind === 'closed-mid-output') return { cutAfterBytes: bytes }
  if (set.platform !== undefined && lacksLastLine(text, PLATFORM_TRAITS[set.platform].lastLines?.[command]))
    return undefined
  // Cut later, by a limit or with the bundle: what is left must not be taken for all.
  return { hangAfterBytes: bytes, kinds: ['ctrl-c'] }
}

/** It shows by itself that it is cut. */
function lacksLastLine(text: string, last: string | undefined): boolean {
  return last !== undefined && text.trimEnd().split('\n').at(-1)?.trim() !== last
}

/** A prompt holds nothing else. */
function hostnameOf(set: CaptureSet, id: string): string {
  const named = factsOf(set).facts.device?.hostname ?? ''
  return /^[\w.-]{1,63}$/.test(named) ? named : id.slice(0, 63)
}
