// smartlic rules new: the files of a new rule.
import { Args, Flags } from '@oclif/core'
import { AREAS, createRule } from '../../app/rules/create.ts'
import { BaseCommand } from '../../cli/base.ts'
import { writeText } from '../../cli/output.ts'
import { PLATFORMS } from '../../model/platform.ts'
import { shellWord } from '../../report/shell.ts'

export default class RulesNew extends BaseCommand {
  static override summary = 'begin a rule: write its file and its test cases, ready to fill in'
  static override args = {
    id: Args.string({ name: 'ID', description: 'its id, e.g. dns-no-name-server', required: true }),
  }
  static override flags = {
    area: Flags.option({
      summary: 'the folder, named after the hop of the path the rule is about',
      options: AREAS,
      required: true,
    })(),
    platform: Flags.option({
      summary: 'a platform the rule is for; may be given several times (default: all)',
      options: PLATFORMS,
      multiple: true,
      multipleNonGreedy: true,
    })(),
    dir: Flags.string({ summary: 'directory of the rules', default: 'rules', helpValue: 'DIR' }),
  }
  static override examples = [
    {
      description: 'a rule of your own',
      command: '<%= config.bin %> rules new gateway-retired --area url --platform nx-os --dir my-rules',
    },
  ]

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RulesNew)
    const platforms = PLATFORMS.filter(one => flags.platform === undefined || flags.platform.includes(one))
    const { dir, area } = flags
    const files = await createRule({ id: args.id, area, platforms, dir })
    await writeText(`${files.join('\n')}\n`)
    this.note(`fill in what says TODO; smartlic rules lint --rules ${shellWord(dir)} names it`)
    this.note(`smartlic rules test --rules ${shellWord(dir)} --watch runs the cases whenever you save`)
  }
}
