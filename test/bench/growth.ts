// What parse-growth.mjs measures: every parser with every hostile text made from what it reads.
import type { CommandParser } from '../../src/parse/contract.ts'
import { withoutConsoleMessages } from '../../src/parse/log/console.ts'
import { PARSERS, parserFor } from '../../src/parse/registry.ts'
import { stripControls, toLines } from '../../src/parse/text.ts'
import { FactCollector } from '../../src/parse/writer.ts'
import { type Hostile, hostileTexts, nearMisses, stems } from '../parse/tolerance/hostile.ts'
import { samples } from '../parse/tolerance/sources.ts'

export interface GrowthCase extends Hostile {
  readonly parser: string
  readonly read: (text: string) => void
}

/** Distinct lines of a parser's examples that are stretched one by one. */
const MOST_STEMS = 60

export function* cases(only: string): Generator<GrowthCase> {
  const all = samples()
  for (const parser of PARSERS) {
    const platform = parser.platforms[0]
    if (platform === undefined || !`${platform} ${parser.command}`.includes(only)) continue
    const texts = all
      .filter(sample => parserFor(sample.platform, sample.command) === parser)
      .map(sample => sample.text)
    const longest = texts.toSorted((a, b) => b.length - a.length)[0] ?? `${parser.command}\nx: y\n`
    const read = (text: string): void => readWith(parser, platform, text)
    const name = `${parser.platforms.join('/')} ${parser.command}`
    for (const one of hostileTexts(longest)) yield { ...one, parser: name, read }
    for (const line of stems(texts, MOST_STEMS))
      for (const one of nearMisses(line))
        yield { name: `${one.name}: ${line.trim().slice(0, 50)}`, make: one.make, parser: name, read }
  }
  if ('text tools'.includes(only) || only === '') {
    for (const one of hostileTexts(' --More-- \b\b\b\u001b[2J\u001b]0;x\u0007 a\r\r\n'))
      yield { ...one, parser: 'text tools', read: text => void toLines(stripControls(text)) }
  }
}

function readWith(parser: CommandParser, platform: 'ios-xe' | 'nx-os' | 'ios-xr', text: string): void {
  const write = new FactCollector().writerFor({ command: parser.command, origin: 'bench', firstLine: 1 })
  const lines = withoutConsoleMessages(parser.command, toLines(text))
  parser.parse({ platform, command: parser.command, lines, complete: true }, write)
}
