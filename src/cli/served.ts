// What a person is told of devices served on this computer, and the lines that check them.
import { PLATFORM_NAMES, type Platform } from '../model/platform.ts'
import { displayText } from '../report/clean.ts'
import { shellWord } from '../report/shell.ts'
import { renderTable } from './tables.ts'
import type { Theme } from './theme.ts'

export interface ServedDevice {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  readonly enableSecret: string | undefined
  readonly device: { readonly persona: Platform; readonly scenario: string }
}

export function renderServed(devices: readonly ServedDevice[], knownHosts: string, theme: Theme): string {
  const rows = devices.map(entry => [
    displayText(entry.id),
    PLATFORM_NAMES[entry.device.persona],
    String(entry.port),
    displayText(entry.device.scenario),
  ])
  const columns = [
    { title: 'Device' },
    { title: 'Platform' },
    { title: 'Port' },
    { title: 'Shows', flexible: true },
  ]
  return `${renderTable(columns, rows, theme)}\n\n${checkLines(devices, knownHosts)}`
}

/** Lines to copy: the first device, then all of them. The password is a lab's, nobody's secret. */
function checkLines(devices: readonly ServedDevice[], knownHosts: string): string {
  const [first] = devices
  if (first === undefined) return ''
  const hosts = (entries: readonly ServedDevice[]): string =>
    entries.map(entry => shellWord(`${entry.username}@${entry.host}:${entry.port}`)).join(' ')
  const line = (entries: readonly ServedDevice[]): string => {
    const secret = entries.find(entry => entry.enableSecret !== undefined)?.enableSecret
    const env = `SMARTLIC_PASSWORD=${shellWord(first.password)}${secret === undefined ? '' : ` SMARTLIC_ENABLE_PASSWORD=${shellWord(secret)}`}`
    const enable = secret === undefined ? '' : ' --enable'
    return `${env} smartlic check${enable} --known-hosts ${shellWord(knownHosts)} ${hosts(entries)}\n`
  }
  return `Check one:\n  ${line([first])}${devices.length > 1 ? `Check all:\n  ${line(devices)}` : ''}`
}
