// smartlic rules list: which rules there are.
import { Flags } from '@oclif/core'
import { areaOf, ruleNotes, soundRules } from '../../app/rules.ts'
import { BaseCommand } from '../../cli/base.ts'
import { rulesFlag } from '../../cli/flags.ts'
import { writeText } from '../../cli/output.ts'
import { renderTable } from '../../cli/tables.ts'
import { HOPS, hopOrder } from '../../model/hop.ts'
import { PLATFORMS } from '../../model/platform.ts'
import { ROLES } from '../../model/rule.ts'
import { displayText } from '../../report/clean.ts'
import { publish } from '../../report/json.ts'

/** Columns a terminal needs for the platforms as well. */
const WIDE = 120

export default class RulesList extends BaseCommand {
  static override summary = 'list the rules, in the order of the path a licensing message takes'
  static override flags = {
    ...rulesFlag,
    format: Flags.option({
      char: 'f',
      summary: 'text for a person, json for a program',
      options: ['text', 'json'] as const,
      default: 'text' as const,
    })(),
    platform: Flags.option({ summary: 'only rules for this platform', options: PLATFORMS })(),
    role: Flags.option({ summary: 'only rules of this role', options: ROLES })(),
    hop: Flags.option({ summary: 'only rules of this hop', options: HOPS })(),
    area: Flags.string({ summary: 'only rules of this folder', helpValue: 'NAME' }),
  }
  static override examples = [
    {
      description: 'everything that can be wrong with name resolution',
      command: '<%= config.bin %> rules list --hop dns',
    },
    { description: 'ids for a script', command: '<%= config.bin %> rules list --format json' },
  ]

  async run(): Promise<void> {
    const { flags } = await this.parse(RulesList)
    const set = await soundRules(flags.rules)
    for (const text of ruleNotes(set)) this.note(text)
    const rules = set.rules
      .filter(rule => flags.platform === undefined || rule.platforms.includes(flags.platform))
      .filter(rule => flags.role === undefined || rule.role === flags.role)
      .filter(rule => flags.hop === undefined || rule.hop === flags.hop)
      .filter(rule => flags.area === undefined || areaOf(rule) === flags.area)
      .sort((a, b) => hopOrder(a.hop) - hopOrder(b.hop) || a.id.localeCompare(b.id, 'en'))
    if (flags.format === 'json') {
      const list = rules.map(rule => ({
        id: rule.id,
        title: rule.title,
        role: rule.role,
        hop: rule.hop,
        severity: rule.severity,
        platforms: rule.platforms,
        generations: rule.generations ?? [],
        area: areaOf(rule),
        reads: rule.reads,
      }))
      await writeText(`${JSON.stringify(list, publish, 2)}\n`)
    } else if (rules.length > 0) {
      const theme = this.theme(flags)
      const wide = theme.width >= WIDE
      const columns = [
        { title: 'hop' },
        { title: 'rule' },
        { title: 'severity' },
        ...(wide ? [{ title: 'platforms' }] : []),
        { title: 'title', flexible: true },
      ]
      const rows = rules.map(rule => [
        rule.hop,
        rule.id,
        rule.severity,
        ...(wide ? [rule.platforms.join(' ')] : []),
        displayText(rule.title),
      ])
      await writeText(`${renderTable(columns, rows, theme)}\n`)
    } else this.note('no rule is like that; `smartlic rules list` shows all')
    this.finish(rules.length === 0 ? 3 : 0)
  }
}
