// smartlic facts: what was read from saved output, and from which line.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../cli/base.ts'
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
    list: Flags.boolean({
      summary:
        'print which facts there are and end: type, unit, meaning, the commands that tell them; FILE is then a part of the name',
      exclusive: ['schema'],
    }),
  }
  static override examples = [
    { description: 'everything read from a file', command: '<%= config.bin %> facts edge-sw1.txt' },
    { description: 'names for a new rule', command: '<%= config.bin %> facts edge-sw1.txt | grep transport' },
    {
      description: 'what a rule may ask about usage reports',
      command: '<%= config.bin %> facts --list license.reporting',
    },
    { description: 'the schema', command: '<%= config.bin %> facts --schema' },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Facts)
    if (flags.schema) {
      const file = join(this.config.root, 'dist', 'schemas', 'facts.schema.json')
      return writeText(await readFile(file, 'utf8'), flags.output)
    }
    if (flags.list) {
      const { listFacts } = await import('../cli/fact-list.ts')
      const theme = this.theme(flags, flags.output !== undefined)
      const { text, notes } = await listFacts(argv.map(String), flags.format, theme)
      for (const note of notes) this.note(note)
      this.finish(notes.length > 0 ? 3 : 0)
      return text === '' ? undefined : writeText(text, flags.output)
    }
    if (argv.length === 0)
      throw new Error('name at least one file, or - for standard input; see `smartlic facts --help`')
    // Loaded here: the list and the schema need no parser.
    const [{ readFacts }, { readInputs }, { zoneNotes }, { factsJson, factsText }] = await Promise.all([
      import('../app/facts.ts'),
      import('../app/input.ts'),
      import('../app/facts/zones.ts'),
      import('../cli/facts-output.ts'),
    ])
    const { sets, notes } = await readInputs(argv.map(String), {
      stdin: process.stdin,
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      ...(flags.command === undefined ? {} : { command: flags.command }),
    })
    for (const text of notes) this.note(text)
    const devices = sets.map(readFacts)
    for (const { name, store } of devices) for (const text of zoneNotes(store)) this.note(`${name}: ${text}`)
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
