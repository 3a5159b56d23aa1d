// `license ...` lines of an IOS XE configuration, and the host name.
import type { FactWriter } from '../contract.ts'
import { type ConfigText, rest } from './config-text.ts'

/** What `license smart url default` stands for with transport smart (Cisco Smart Licensing Using Policy command reference). */
const DEFAULT_SMART_URL = 'https://smartreceiver.cisco.com/licservice/license'
/** Transport names as `show license all` knows them; `automatic` finds a CSLU. */
const TRANSPORTS: Readonly<Record<string, string>> = {
  smart: 'smart',
  callhome: 'callhome',
  cslu: 'cslu',
  automatic: 'cslu',
  off: 'off',
}

export function readLicense(config: ConfigText, write: FactWriter): void {
  const hostname = config.starting('hostname')[0]
  if (hostname !== undefined)
    write.set('device.hostname', rest(hostname.text, 'hostname').replace(/^"|"$/g, ''), hostname.line)

  setText(config, write, 'device.license_boot_level', 'license boot level')
  setText(config, write, 'device.throughput_configured', 'platform hardware throughput')
  setText(config, write, 'license.transport.vrf', 'license smart vrf')
  setText(config, write, 'license.transport.configured_cslu_url', 'license smart url cslu')
  readSmartUrl(config, write)
  readProxy(config, write)

  const transport = config.starting('license smart transport')[0]
  const type = transport && TRANSPORTS[rest(transport.text, 'license smart transport').split(/\s+/)[0] ?? '']
  if (transport !== undefined && type !== undefined) write.set('license.transport.type', type, transport.line)

  const check = config.starting(
    'license smart server-identity-check',
    'no license smart server-identity-check',
  )[0]
  if (check !== undefined)
    write.set('license.transport.server_identity_check', !check.text.startsWith('no '), check.line)

  const enable = config.blocks.findLast(block => /^(no )?license smart enable$/.test(block.text))
  if (enable !== undefined)
    write.set('license.smart_enable_configured', !enable.text.startsWith('no '), enable.line)
  else if (config.scope.covers('license smart enable'))
    write.set('license.smart_enable_configured', false, config.witness)
  for (const block of config.starting('license')) write.claim(block.line)
}

/** Two lines may hold it: `url <URL>` and, on newer releases, `url smart <URL>`, which is the one used. */
function readSmartUrl(config: ConfigText, write: FactWriter): void {
  const path = 'license.transport.configured_smart_url'
  const lines = config
    .starting('license smart url')
    .filter(block => !block.text.startsWith('license smart url cslu'))
  const used = lines.find(block => block.text.startsWith('license smart url smart ')) ?? lines[0]
  if (used !== undefined) {
    const url = rest(used.text, 'license smart url').replace(/^smart\s+/, '')
    write.set(path, url === 'default' ? DEFAULT_SMART_URL : url, used.line)
  } else if (config.scope.covers('license smart url')) {
    write.set(path, '', config.witness)
  }
}

function readProxy(config: ConfigText, write: FactWriter): void {
  const address = config.starting('license smart proxy address')[0]
  const port = config.starting('license smart proxy port')[0]
  if (address !== undefined) {
    const host = rest(address.text, 'license smart proxy address').replace(/^"|"$/g, '')
    write.set('license.transport.proxy', { configured: true, enabled: true, host }, address.line)
    if (port !== undefined)
      write.set(
        'license.transport.proxy.port',
        Number(rest(port.text, 'license smart proxy port')) || 0,
        port.line,
      )
    else if (config.scope.covers('license smart proxy port'))
      write.set('license.transport.proxy.port', 0, address.line)
  } else if (config.scope.covers('license smart proxy address')) {
    write.set(
      'license.transport.proxy',
      { configured: false, enabled: false, host: '', port: 0 },
      config.witness,
    )
  }
}

function setText(config: ConfigText, write: FactWriter, path: string, head: string): void {
  const found = config.starting(head)[0]
  if (found !== undefined) write.set(path, rest(found.text, head), found.line)
  else if (config.scope.covers(head)) write.set(path, '', config.witness)
}
