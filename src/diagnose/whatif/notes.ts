// The limits of a forecast, as sentences: lines that were not applied, values that were taken, what only the device shows.

import type { Finding } from '../../model/finding.ts'
import { UNDECIDED_NOTE } from '../../model/fix-plan.ts'
import type { Pasted, PasteNote } from '../../platforms/config/index.ts'
import type { DeviceConfig } from './captures.ts'
import type { Compared } from './effect.ts'
import type { WhatIfOptions } from './index.ts'
import type { Filled } from './placeholders.ts'

interface Told {
  readonly config: DeviceConfig
  readonly pasted: Pasted
  readonly filled: Filled
  readonly assumed: readonly string[]
  readonly compared: Compared
  /** Rules. */
  readonly untold: readonly string[]
  readonly broken: readonly Finding[]
  readonly options: WhatIfOptions
}

type Quote = (line: string, known?: boolean) => string

export function notesOf({
  config,
  pasted,
  filled,
  assumed,
  compared,
  untold,
  broken,
  options,
}: Told): string[] {
  const show = options.show ?? (line => line)
  const quoted: Quote = (line, known = true) => `\`${show(line.trim(), known)}\``
  return [
    ...pasted.notes.flatMap(note => lineNote(note, quoted, options)),
    ...(filled.taken.length === 0
      ? []
      : [
          `${listed(filled.taken)} ${filled.taken.length === 1 ? 'is a value' : 'are values'} you fill in; the forecast takes one that fits`,
        ]),
    ...filled.open.map(
      name => `lines with ${name} are left out of the forecast: which value fits, only you know`,
    ),
    ...assumed,
    ...(pasted.exec.length === 0
      ? []
      : [`exec lines change nothing in the forecast: ${pasted.exec.map(line => quoted(line)).join(', ')}`]),
    ...unseen(config, pasted, quoted),
    ...(broken.length === 0
      ? []
      : [
          'its last try succeeded with the configuration as it is; what appears is judged as if the next one failed',
        ]),
    ...(untold.length === 0
      ? []
      : [`these checks pass now, and only the device can tell them after the change: ${listed(untold)}`]),
    ...(config.cut ? ['the captured configuration is cut: what it does not show counts as unknown'] : []),
    ...(compared.undecided.length === 0 ? [] : [UNDECIDED_NOTE]),
  ]
}

function lineNote(note: PasteNote, quoted: Quote, { everyLine }: WhatIfOptions): string[] {
  const where = note.line === 0 ? '' : `line ${note.line} (${quoted(note.text, note.kind !== 'refused')}): `
  switch (note.kind) {
    case 'refused':
      return [`${where}not applied, ${note.reason}`]
    case 'lost':
      return [`${where}${note.reason}, so they have no effect`]
    case 'action':
      return [`${where}${note.reason}; only the device shows what it brings`]
    case 'idle':
      return everyLine === true ? [`${where}${note.reason}`] : []
  }
}

/** Only parts of the configuration were captured, and these changes lie in none of them. */
function unseen(config: DeviceConfig, pasted: Pasted, quoted: Quote): string[] {
  const lines = config.unseen(pasted.text)
  if (lines.length === 0) return []
  const some = lines
    .slice(0, 5)
    .map(line => quoted(line))
    .join(', ')
  return [
    `no capture holds the part of the configuration that these lines belong to: ${some}; \`show running-config\` would`,
  ]
}

function listed(names: readonly string[]): string {
  return names.map(name => `\`${name}\``).join(', ')
}
