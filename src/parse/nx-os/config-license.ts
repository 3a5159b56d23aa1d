// `license ...` and `feature license smart` lines of an NX-OS configuration.

import type { Line } from '../contract.ts'
import type { Block } from '../indent.ts'
import type { Scope } from '../ios-xe/config-scope.ts'
import type { ConfigContext } from './config-header.ts'
import { vrfName } from './names.ts'

/** True when the line was understood. The transport in use, as `show license` prints it, ranks before these lines. */
export function readLicenseLine({ text, line }: Block, { write }: ConfigContext): boolean {
  if (!/^(no )?(feature )?license\s/i.test(text)) return false
  write.claim(line)
  const transport = /^license smart transport (callhome|smart|cslu|off)$/i.exec(text)
  const url = /^license smart url (?:(smart|cslu|default)\s*)?(\S+)?$/i.exec(text)
  const vrf = /^license smart vrf (\S+)$/i.exec(text)
  const proxy = /^license smart proxy (address|port) (\S+)$/i.exec(text)
  if (/^(license smart enable|feature license smart)$/i.test(text))
    write.set('license.smart_enable_configured', true, line)
  else if (transport?.[1] !== undefined) write.set('license.transport.type', transport[1].toLowerCase(), line)
  else if (url?.[2] !== undefined) {
    const path = url[1]?.toLowerCase() === 'cslu' ? 'configured_cslu_url' : 'configured_smart_url'
    write.set(`license.transport.${path}`, url[2], line)
  } else if (vrf?.[1] !== undefined) write.set('license.transport.vrf', vrfName(vrf[1]), line)
  else if (proxy?.[1]?.toLowerCase() === 'address') {
    write.set('license.transport.proxy', { configured: true, host: proxy[2], enabled: true }, line)
  } else if (proxy?.[2] !== undefined && /^\d{1,5}$/.test(proxy[2])) {
    write.set('license.transport.proxy.port', Number(proxy[2]), line)
  }
  return true
}

export function setLicenseAbsent({ write, whole }: ConfigContext, anchor: Line, scope: Scope): void {
  const covered = whole || scope.covers('license smart')
  if (whole || (covered && scope.covers('feature license smart'))) {
    write.set('license.smart_enable_configured', false, anchor)
  }
  if (!covered) return
  write.set('license.transport.configured_smart_url', '', anchor)
  write.set('license.transport.configured_cslu_url', '', anchor)
  write.set('license.transport.vrf', '', anchor)
  write.set('license.transport.proxy', { configured: false, host: '', port: 0, enabled: false }, anchor)
}
