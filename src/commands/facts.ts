// smartlic facts: what was read from saved output, and from which line.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { readFacts } from '../app/facts.ts'
import { readInputs } from '../app/input.ts'
import { BaseCommand } from '../cli/base.ts'
import { factsJson, factsText } from '../cli/facts-output.ts'
import { inputFlags } from '../cli/flags.ts'
import { writeText } from '../cli/output.ts'

export default class Facts extends BaseCommand {
  static override summary = 'show the facts read from saved output, each with the line that proves it'
  static override description =
    'The names are those that rules use. --missing adds what is not known and the command that would settle it; --coverage adds how many lines of each capture were understood and shows the others.'
  static override strict = false
  static override args = {
    file: Args.string({ name: 'FILE', description: 'files or directories; - reads standard input' }),
  }
  static override flags = {
    ...inputFlags,
    format: Flags.option({
      char: 'f',
      summary: 'text for a person, json for a program',
      options: ['text', 'json'] as const,
      default: 'text' as const,
    })(),
    output: Flags.string({ char: 'o', summary: 'write to this file instead of stdout', helpValue: 'FILE' }),
    missing: Flags.boolean({ summary: 'also what is not known, and why' }),
    coverage: Flags.boolean({
      summary: 'also how many lines of each capture were understood, and which were not',
    }),
    schema: Flags.boolean({ summary: 'print the JSON Schema of the facts and end' }),
  }
  static override examples = [
    { description: 'everything read from a file', command: '<%= config.bin %> facts edge-sw1.txt' },
    { description: 'names for a new rule', command: '<%= config.bin %> facts edge-sw1.txt | grep transport' },
    { description: 'the schema', command: '<%= config.bin %> facts --schema' },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Facts)
    if (flags.schema) {
      const file = join(this.config.root, 'dist', 'schemas', 'facts.schema.json')
      return writeText(await readFile(file, 'utf8'), flags.output)
    }
    if (argv.length === 0)
      throw new Error('name at least one file, or - for standard input; see `smartlic facts --help`')
    const { sets, notes } = await readInputs(argv.map(String), {
      stdin: process.stdin,
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      ...(flags.command === undefined ? {} : { command: flags.command }),
    })
    for (const text of notes) this.note(text)
    const devices = sets.map(readFacts)
    const parts = { missing: flags.missing, coverage: flags.coverage }
    const text =
      flags.format === 'json'
        ? factsJson(devices, parts)
        : factsText(devices, parts, this.theme(flags, flags.output !== undefined))
    await writeText(text, flags.output)
    // Nothing read is no success: the input held no output a parser knows.
    this.finish(devices.some(device => device.coverage.length > 0) ? 0 : 3)
  }
}
