// Flags that say which devices are meant.
import { Flags } from '@oclif/core'
import { INVENTORY_FORMATS } from '../inventory/format.ts'

const DEVICES = 'DEVICES'
export const deviceFlags = {
  inventory: Flags.string({
    char: 'I',
    summary: 'devices of this file or folder: own YAML, CSV, Ansible, Nornir, a list of hosts',
    helpValue: 'FILE',
    helpGroup: DEVICES,
  }),
  'inventory-format': Flags.option({
    summary: 'format of the inventory, when it does not tell',
    options: INVENTORY_FORMATS,
    helpGroup: DEVICES,
  })(),
  limit: Flags.string({
    char: 'l',
    summary: 'only these: names, groups, tags, with * and ?; !X takes away, &X keeps what is also X',
    helpValue: 'TERM,...',
    helpGroup: DEVICES,
  }),
  'retry-failed': Flags.string({
    summary: 'only devices that could not be read in this saved JSON report',
    helpValue: 'REPORT.json',
    helpGroup: DEVICES,
  }),
}
