// smartlic rules test: run the cases beside the rules.
import { Args } from '@oclif/core'
import { testRules } from '../../app/rules/testing.ts'
import { describeProblem } from '../../app/rules.ts'
import { BaseCommand } from '../../cli/base.ts'
import { rulesFlag } from '../../cli/flags.ts'
import { writeText } from '../../cli/output.ts'
import { plural } from '../../report/words.ts'

export default class RulesTest extends BaseCommand {
  static override summary = 'run the test cases of the rules, shipped or your own'
  static override description =
    'Each rule needs cases that fail, pass and stay unknown. On every failing case each fact the rule reads is taken away in turn: the rule may become unknown, but never pass.'
  static override strict = false
  static override args = { id: Args.string({ name: 'ID', description: 'only these rules' }) }
  static override flags = { ...rulesFlag }
  static override examples = [
    { description: 'your own rules', command: '<%= config.bin %> rules test --rules my-rules/' },
    { description: 'one shipped rule', command: '<%= config.bin %> rules test callhome-http-url' },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(RulesTest)
    const { tests, problems } = await testRules({
      ids: argv.map(String),
      ...(flags.rules === undefined ? {} : { packs: flags.rules }),
    })
    const theme = this.theme(flags)
    const failed = tests.flatMap(({ rule, results }) =>
      results.flatMap(result => result.problems.map(problem => `${rule}: ${result.name}: ${problem}`)),
    )
    const lines = [...problems.map(describeProblem), ...failed].map(
      line => `${theme.paint('critical', theme.symbols.critical)} ${line}`,
    )
    const cases = tests.reduce((sum, { results }) => sum + results.length, 0)
    const wrong = problems.length + failed.length
    const summary = `${plural(tests.length, 'rule')}, ${plural(cases, 'case')}: ${wrong === 0 ? 'all hold' : plural(wrong, 'problem')}`
    await writeText(`${[...lines, theme.paint(wrong === 0 ? 'ok' : 'critical', summary)].join('\n')}\n`)
    this.finish(wrong === 0 && tests.length > 0 ? 0 : 3)
  }
}
