// `show running-config` on IOS XE, whole or filtered.
import type { CommandParser } from '../contract.ts'
import { readCallHome } from './config-callhome.ts'
import { readLicense } from './config-license.ts'
import {
  readAccessLists,
  readHttpClient,
  readInterfaces,
  readNames,
  readRoutes,
  readVrfs,
} from './config-network.ts'
import { readPki } from './config-pki.ts'
import { type ConfigReader, readConfig } from './config-text.ts'
import { readSaveStamps, readTimeSources } from './config-time.ts'

const READERS: readonly ConfigReader[] = [
  readCallHome,
  readLicense,
  readNames,
  readHttpClient,
  readVrfs,
  readInterfaces,
  readAccessLists,
  readRoutes,
  readPki,
  readTimeSources,
  readSaveStamps,
]

/** Folder and file names lose the bar: `show running-config section call-home`. */
function withBar(command: string): string {
  return command.includes('|') ? command : command.replace(/ (section \S+)$/, ' | $1')
}

export const runningConfigParser: CommandParser = {
  command: 'show running-config',
  platforms: ['ios-xe'],
  aliases: [
    /^sh(o|ow)? run(n|ni|nin|ning|ning-|ning-c\w*)?( (all|full|brief))?( \| .*)?$/,
    /^sh(o|ow)? run\S* section \S+$/,
  ],
  recognise: head => {
    const top = head.slice(0, 4_096)
    if (/^!! IOS XR|^!Command: show running|^!(Running|Startup) configuration last/m.test(top)) return false
    return (
      /^Current configuration : \d+ bytes/m.test(top) ||
      // A section alone: IOS XE puts the profile's name between quotes.
      (/^(service )?call-home\s*$/m.test(top) && /^\s{1,4}profile "/m.test(top)) ||
      (/^version 1[0-9]\.\d+\s*$/m.test(top) && /^(service|hostname|boot-start-marker)\b/m.test(top))
    )
  },
  provides: [
    'callhome.enabled', 'callhome.contact_email', 'callhome.profiles', 'callhome.vrf', 'callhome.source_interface',
    'callhome.proxy', 'callhome.server_identity_check', 'callhome.resolve_ipv4_first',
    'device.hostname', 'device.license_boot_level', 'device.throughput_configured',
    'license.transport.type', 'license.transport.vrf', 'license.transport.proxy', 'license.transport.configured_smart_url',
    'license.transport.configured_cslu_url', 'license.transport.server_identity_check', 'license.smart_enable_configured',
    'dns', 'http_client', 'vrfs', 'interfaces', 'access_lists', 'routes',
    'pki.trustpoints', 'pki.trustpool_policy',
    'ntp.configured', 'ntp.servers', 'clock.calendar_valid', 'clock.timezone', 'clock.summer_time', 'saved_config',
  ], // biome-ignore format: by subject
  rank: 60,
  parse: ({ command, lines, complete }, write) => {
    const config = readConfig(withBar(command), lines, complete)
    for (const read of READERS) read(config, write)
    write.claim(
      lines.filter(line => /^\s*!|^(end|Building configuration|Current configuration)/.test(line.text)),
    )
  },
}
