// smartlic rules lint: are the rule files sound?
import { lintRules } from '../../app/rules/linting.ts'
import { describeProblem } from '../../app/rules.ts'
import { BaseCommand } from '../../cli/base.ts'
import { rulesFlag } from '../../cli/flags.ts'
import { writeText } from '../../cli/output.ts'
import { plural } from '../../report/words.ts'

export default class RulesLint extends BaseCommand {
  static override summary = 'check rule files: fields, facts, types, templates, links between rules'
  static override flags = { ...rulesFlag }
  static override examples = [
    { description: 'your own rules', command: '<%= config.bin %> rules lint --rules my-rules/' },
  ]

  async run(): Promise<void> {
    const { flags } = await this.parse(RulesLint)
    const { count, problems } = await lintRules(flags.rules)
    const theme = this.theme(flags)
    const lines = problems.map(
      problem => `${theme.paint('critical', theme.symbols.critical)} ${describeProblem(problem)}`,
    )
    const sound = problems.length === 0
    const summary = `${plural(count, 'rule')}: ${sound ? 'sound' : plural(problems.length, 'problem')}`
    await writeText(`${[...lines, theme.paint(sound ? 'ok' : 'critical', summary)].join('\n')}\n`)
    this.finish(sound ? 0 : 3)
  }
}
