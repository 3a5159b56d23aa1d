// Runs one parser over a text the way assembly does: facts, claimed lines, unreadable paths.

import { factAt, type Source } from '../../../src/model/facts/store.ts'
import type { CommandParser, ParserInput } from '../../../src/parse/contract.ts'
import { stripControls, toLines } from '../../../src/parse/text.ts'
import { FactCollector } from '../../../src/parse/writer.ts'

export interface Parsed {
  readonly at: (path: string) => unknown
  readonly lineOf: (path: string) => string | undefined
  readonly unclaimed: readonly string[]
  readonly unreadable: ReadonlyMap<string, { reason: string }>
  readonly sources: ReadonlyMap<string, readonly Source[]>
}

export function collect(
  parse: CommandParser['parse'],
  text: string,
  options: Partial<ParserInput> = {},
): Parsed {
  const collector = new FactCollector()
  const writer = collector.writerFor({ command: 'test', origin: 'test', firstLine: 1 })
  const lines = toLines(stripControls(text))
  const claimed = new Set<number>()
  parse(
    { platform: 'ios-xe', command: 'test', lines, complete: true, ...options },
    {
      set: (path, value, from) => {
        for (const line of [from].flat()) claimed.add(line.number)
        writer.set(path, value, from)
      },
      setEach: (path, elements, from) => {
        for (const line of [from, ...elements.map(element => element.lines)].flat()) claimed.add(line.number)
        writer.setEach(path, elements, from)
      },
      claim: from => {
        for (const line of [from].flat()) claimed.add(line.number)
      },
      unreadable: writer.unreadable,
    },
  )
  return {
    at: path => factAt(collector.facts, path),
    lineOf: path => collector.sources.get(path)?.[0]?.text,
    unclaimed: lines
      .filter(line => line.text.trim() !== '' && !claimed.has(line.number))
      .map(line => line.text),
    unreadable: collector.unreadable,
    sources: collector.sources,
  }
}
