// smartlic inventory list: the devices an inventory and a limit mean.
import { Args, Flags } from '@oclif/core'
import { devicesOf } from '../../app/devices.ts'
import { BaseCommand } from '../../cli/base.ts'
import { deviceFlags } from '../../cli/device-flags.ts'
import { writeText } from '../../cli/output.ts'
import { renderTable } from '../../cli/tables.ts'
import { present } from '../../inventory/settings.ts'
import type { InventoryHost } from '../../inventory/types.ts'
import { displayText } from '../../report/clean.ts'
import { publish } from '../../report/json.ts'

/** Columns a terminal needs for jump hosts and places as well. */
const WIDE = 120

export default class InventoryList extends BaseCommand {
  static override summary = 'list the devices of an inventory, as `check` would read them'
  static override description =
    "Calls nobody. FILE may be the tool's own YAML, CSV, an Ansible inventory (INI, YAML or folder), a Nornir hosts.yaml or a list of hosts."
  static override strict = false
  static override args = {
    file: Args.string({
      name: 'FILE',
      description: 'inventory file or folder; also HOST and @FILE as in check',
    }),
  }
  static override flags = {
    inventory: deviceFlags.inventory,
    'inventory-format': deviceFlags['inventory-format'],
    limit: deviceFlags.limit,
    format: Flags.option({
      char: 'f',
      summary: 'text for a person, json for a program',
      options: ['text', 'json'] as const,
      default: 'text' as const,
    })(),
  }
  static override examples = [
    { description: 'everything', command: '<%= config.bin %> inventory list devices.yaml' },
    {
      description: 'the switches of one site that are not in the lab',
      command: "<%= config.bin %> inventory list devices.yaml --limit 'tag:berne,!group:lab'",
    },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(InventoryList)
    const files = argv.map(String)
    const { devices, notes } = await devicesOf({
      hosts:
        flags.inventory === undefined ? files.map(file => (file.startsWith('@') ? file : `@${file}`)) : files,
      ...present('inventory', flags.inventory),
      ...present('format', flags['inventory-format']),
      ...present('limit', flags.limit),
    })
    for (const text of notes) this.note(text)
    if (flags.format === 'json') {
      await writeText(`${JSON.stringify(devices.map(asJson), publish, 2)}\n`)
      return
    }
    const theme = this.theme(flags)
    const wide = theme.width >= WIDE
    const columns = [
      { title: 'device' },
      { title: 'address' },
      { title: 'platform' },
      { title: 'groups', flexible: true },
      { title: 'tags' },
      ...(wide ? [{ title: 'jump' }, { title: 'credential' }, { title: 'from' }] : []),
    ]
    const rows = devices.map(device => [
      device.name,
      address(device),
      device.platform ?? '',
      device.groups.join(' '),
      device.tags.join(' '),
      ...(wide ? [device.jump.join(' '), device.credential ?? '', from(device)] : []),
    ])
    await writeText(
      `${renderTable(
        columns,
        rows.map(cells => cells.map(text => displayText(text))),
        theme,
      )}\n`,
    )
    this.note(devices.length === 1 ? '1 device' : `${devices.length} devices`)
  }
}

function address({ host, port, username }: InventoryHost): string {
  const user = username === undefined ? '' : `${username}@`
  const at = host.includes(':') ? `[${host}]` : host
  return port === undefined ? `${user}${at}` : `${user}${at}:${port}`
}

function from({ place }: InventoryHost): string {
  return place.line === undefined ? place.file : `${place.file}:${place.line}`
}

function asJson({ legacyCrypto, place, ...device }: InventoryHost): object {
  return {
    ...device,
    ...present('legacy_crypto', legacyCrypto),
    file: place.file,
    ...present('line', place.line),
  }
}
