// `domain`, `http client`, `ntp`, `clock` and `license smart` lines of an IOS XR configuration, as full lines.

import { setClockSettings } from '../zone.ts'
import { ownLine, type Path, type XrConfig } from './config-tree.ts'
import { vrfName } from './names.ts'

/** True when the line was understood. Lists are set from covered areas only: a part would make the rest look absent. */
export function readNetLine(path: Path, config: XrConfig): boolean {
  const { text } = path
  if (/^domain\b/i.test(text)) return readDomain(path, config)
  if (/^http client\b/i.test(text)) return readHttpClient(path, config)
  if (/^ntp\b/i.test(text)) return readNtp(path, config)
  if (/^license smart\b/i.test(text)) return readLicense(path, config)
  return false
}

function readDomain(path: Path, { write, covers }: XrConfig): boolean {
  const line = ownLine(path)
  const match = /^domain (?:vrf (\S+) )?(.+)$/i.exec(path.text)
  const vrf = vrfName(match?.[1] ?? '')
  const rest = match?.[2] ?? ''
  const server = /^name-server (\S+)/i.exec(rest)?.[1]
  const host = /^ipv[46] host (\S+) (.+)$/i.exec(rest)
  const source = /^lookup source-interface (\S+)/i.exec(rest)?.[1]
  write.claim(line)
  if (server !== undefined) {
    if (covers('domain')) write.set('dns.servers', [{ address: server, vrf }], line)
  } else if (host?.[1] !== undefined && host[2] !== undefined) {
    if (!covers('domain')) return true
    for (const address of host[2].split(/\s+/))
      write.set('dns.hosts', [{ name: host[1].toLowerCase(), address, vrf }], line)
  } else if (/^lookup disable$/i.test(rest)) {
    if (vrf === '') write.set('dns.lookup', false, line)
  } else if (source !== undefined && vrf === '') write.set('dns.source_interface', source, line)
  return true
}

function readHttpClient(path: Path, { write }: XrConfig): boolean {
  const line = ownLine(path)
  const rest = path.text.replace(/^http client\s*/i, '')
  const vrf = /^vrf (\S+)$/i.exec(rest)?.[1]
  const source = /^source-interface (?:ipv[46] )?(\S+)$/i.exec(rest)?.[1]
  const tls = /^(?:ssl|tls-version) (\S+)$/i.exec(rest)?.[1]
  const proxy = /^proxy(?:-server)? (\S+)(?: port (\d{1,5}))?/i.exec(rest)
  write.claim(line)
  if (vrf !== undefined) write.set('http_client.vrf', vrfName(vrf), line)
  else if (source !== undefined) write.set('http_client.source_interface', source, line)
  else if (/^secure-verify-peer disable$/i.test(rest))
    write.set('http_client.secure_verify_peer', false, line)
  else if (tls !== undefined) write.set('http_client.tls_version', tls, line)
  else if (proxy?.[1] !== undefined) {
    write.set(
      'http_client.proxy',
      { configured: true, host: proxy[1], port: Number(proxy[2] ?? 0), enabled: true },
      line,
    )
  }
  return true
}

function readNtp(path: Path, { write, covers }: XrConfig): boolean {
  const line = ownLine(path)
  const match = /^ntp (?:vrf (\S+) )?(?:server|peer) (?:vrf (\S+) )?(?:ipv[46] )?(\S+)/i.exec(path.text)
  write.claim(line)
  if (match?.[3] === undefined) return true
  write.set('ntp.configured', true, line)
  const vrf = vrfName(match[2] ?? match[1] ?? '')
  if (covers('ntp')) write.set('ntp.servers', [{ address: match[3], vrf }], line)
  return true
}

function readLicense(path: Path, { write }: XrConfig): boolean {
  const line = ownLine(path)
  const rest = path.text.replace(/^license smart\s+/i, '')
  const transport = /^transport (callhome|smart|cslu|off)$/i.exec(rest)?.[1]
  const url = /^url (?:(smart|cslu)\s+)?(\S+)$/i.exec(rest)
  const vrf = /^vrf (\S+)$/i.exec(rest)?.[1]
  const proxy = /^proxy (?:hostname |address )?(\S+)(?: port (\d{1,5}))?$/i.exec(rest)
  write.claim(line)
  if (/^enable$/i.test(rest)) write.set('license.smart_enable_configured', true, line)
  else if (/^flexible-consumption enable$/i.test(rest)) write.set('license.flexible_consumption', true, line)
  else if (transport !== undefined) write.set('license.transport.type', transport.toLowerCase(), line)
  else if (url?.[2] !== undefined && url[2] !== 'default') {
    const leaf = url[1]?.toLowerCase() === 'cslu' ? 'configured_cslu_url' : 'configured_smart_url'
    write.set(`license.transport.${leaf}`, url[2], line)
  } else if (vrf !== undefined) write.set('license.transport.vrf', vrfName(vrf), line)
  else if (proxy?.[1] !== undefined && proxy[1] !== 'port') {
    write.set('license.transport.proxy', { configured: true, host: proxy[1], enabled: true }, line)
    if (proxy[2] !== undefined) write.set('license.transport.proxy.port', Number(proxy[2]), line)
  }
  return true
}

/** What the covered areas do not hold; earlier values win. */
export function setNetAbsent({ lines, write, covers, anchor }: XrConfig): void {
  if (anchor === undefined) return
  setClockSettings(lines, () => covers('clock'), anchor, write)
  const none = { configured: false, host: '', port: 0, enabled: false }
  if (covers('domain'))
    write.set('dns', { lookup: true, servers: [], hosts: [], source_interface: '' }, anchor)
  if (covers('http')) {
    // The device checks the server's certificate unless told otherwise; the line that says so is hidden on some releases.
    write.set(
      'http_client',
      { vrf: '', source_interface: '', source_interface_vrf: '', secure_verify_peer: true, proxy: none },
      anchor,
    )
  }
  if (covers('ntp')) {
    write.set('ntp.servers', [], anchor)
    // PTP is a time source as good as NTP.
    if (!lines.some(line => /^ptp\b/i.test(line.text))) write.set('ntp.configured', false, anchor)
  }
  if (covers('license')) {
    write.set('license.flexible_consumption', false, anchor)
    write.set(
      'license.transport',
      { configured_smart_url: '', configured_cslu_url: '', vrf: '', proxy: none },
      anchor,
    )
  }
  // `license smart enable` of 32-bit images stands in the admin configuration only.
  if (covers('admin')) write.set('license.smart_enable_configured', false, anchor)
  if (covers('crypto')) write.set('pki.trustpoints', [], anchor)
  if (covers('routes')) write.set('routes', [], anchor)
  if (covers('vrfs')) write.set('vrfs', [], anchor)
  if (covers('interfaces') && covers('routes')) write.set('access_lists', [], anchor)
}
