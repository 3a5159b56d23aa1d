// A merged block does what the fixes do one after the other: all pairs of shipped fixes, typed into a configuration.
import { describe, expect, test } from 'vitest'
import { shippedRules } from '../../../src/app/rules.ts'
import { mergeLines } from '../../../src/diagnose/fixplan/merge.ts'
import { type Statement, statementsOf } from '../../../src/diagnose/fixplan/statement.ts'
import { PLATFORMS, type Platform } from '../../../src/model/platform.ts'
import { applyPaste, type ConfigNode, readConfig } from '../../../src/platforms/config/index.ts'
import { type AuditedFix, fixesOf, typed } from '../fix-audit.ts'
import { cause, plan } from './sample.ts'

const { rules } = (await shippedRules()).set
const fixes = fixesOf(rules).filter(({ config }) => config.length > 0)

/** Every line with the blocks around it, in any order. */
function contentOf(platform: Platform, text: string): string[] {
  const found: string[] = []
  const walk = (nodes: readonly ConfigNode[], path: string): void => {
    for (const node of nodes.filter(one => one.kind === 'command')) {
      const here = `${path} > ${node.line.trim()}`
      found.push(here)
      walk(node.children, here)
    }
  }
  walk(readConfig(platform, text).root.children, '')
  return found.sort()
}

function keyOf({ path, line }: Statement): string {
  return [...path, line].join(' > ')
}

function inTurn(platform: Platform, text: string, blocks: readonly (readonly string[])[]): string {
  return blocks.reduce((config, lines) => typed(platform, config, lines, 'exec').text, text)
}

describe.each(PLATFORMS.map(platform => [platform]))('%s', platform => {
  const own = fixes.filter(one => one.platform === platform)
  const pairs = own.flatMap((a, at) => own.slice(at + 1).map(b => [a, b] as const))

  /** Together in one plan, or undefined when the plan says that they contradict each other. */
  function merged(a: AuditedFix, b: AuditedFix): readonly string[] | undefined {
    const made = plan(platform, [
      cause('a', 'mode', { config: a.config.join('\n') }),
      cause('b', 'reporting', { config: b.config.join('\n') }),
    ])
    return made.left_out.length > 0 ? undefined : made.config
  }

  test('together as one after the other', () => {
    expect(pairs.length).toBeGreaterThan(100)
    const different: string[] = []
    let compared = 0
    for (const [a, b] of pairs) {
      const block = merged(a, b)
      if (block === undefined) continue
      compared++
      const before = inTurn(platform, '', [b.undo, a.undo])
      // What the first fix took away need not be taken away again: NX-OS would take the line that came in its place.
      const gone = statementsOf(a.config)
        .filter(one => one.negated)
        .map(keyOf)
      const again = statementsOf(b.config).map(one => one.negated && gone.includes(keyOf(one)))
      const rest = b.config.filter((_, at) => again[at] === false)
      const wanted = contentOf(platform, inTurn(platform, before, [a.config, rest]))
      const { text, notes } = applyPaste(platform, before, block)
      const refused = notes.filter(note => note.kind === 'refused' || note.kind === 'lost')
      if (refused.length > 0) different.push(`${a.name} + ${b.name}: ${refused[0]?.text} is refused`)
      else if (contentOf(platform, text).join('\n') !== wanted.join('\n'))
        different.push(`${a.name} + ${b.name}`)
    }
    expect(different).toEqual([])
    expect(compared).toBeGreaterThan(pairs.length / 3)
  })

  test('merging what is merged changes nothing', () => {
    for (const { config, name } of own) {
      const once = mergeLines(platform, [config, config])
      expect(mergeLines(platform, [once.filter(line => line.trim() !== 'exit')]), name).toEqual(once)
    }
  })
})
