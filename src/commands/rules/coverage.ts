// smartlic rules coverage: facts no rule looks at, rules no case makes fail.
import { Flags } from '@oclif/core'
import { ruleCoverage } from '../../app/rules/coverage.ts'
import { BaseCommand } from '../../cli/base.ts'
import { rulesFlag } from '../../cli/flags.ts'
import { writeText } from '../../cli/output.ts'
import { Page } from '../../report/text/page.ts'
import { plural } from '../../report/words.ts'

export default class RulesCoverage extends BaseCommand {
  static override summary = 'which facts no rule looks at, and which rules no test case makes fail'
  static override description = 'Exit code 1 when there are rules no case makes fail.'
  static override flags = {
    ...rulesFlag,
    format: Flags.option({
      char: 'f',
      summary: 'text for a person, json for a program',
      options: ['text', 'json'] as const,
      default: 'text' as const,
    })(),
  }
  static override examples = [
    { description: 'your own rules', command: '<%= config.bin %> rules coverage --rules my-rules/' },
    { description: 'for a program', command: '<%= config.bin %> rules coverage --format json' },
  ]

  async run(): Promise<void> {
    const { flags } = await this.parse(RulesCoverage)
    const coverage = await ruleCoverage(flags.rules)
    const { facts, rules, silent } = coverage
    if (flags.format === 'json') await writeText(`${JSON.stringify(coverage, null, 2)}\n`)
    else {
      const page = new Page(this.theme(flags))
      const bare = rules.filter(rule => rule.fail_from_output === 0 && rule.cases.fail > 0)
      page.line(
        `${plural(rules.length, 'rule')}: ${rules.length - silent.length} fail in a case, ${silent.length} in none`,
      )
      for (const id of silent) page.paragraph('', id, 'warning')
      page.line()
      page.line(`${plural(bare.length, 'rule')} that fail on written-down facts only, on no device output`)
      for (const { id } of bare) page.paragraph('', id, 'dim')
      page.line()
      page.line(
        `${plural(facts.total, 'fact')}: ${facts.decided} decide a rule, ${facts.through_derived} by way of a derived fact, ${facts.shown} are only shown, ${facts.unread.length} are not looked at`,
      )
      for (const path of facts.unread) page.paragraph('', path, 'dim')
      await writeText(`${page.toString()}\n`)
    }
    this.finish(silent.length > 0 ? 1 : 0)
  }
}
