// IOS XR `show call-home [detail]`, from the configuration.
import { blocksNamed, setting } from '../config-tree.ts'
import type { DeviceView } from '../view.ts'
import { type CallHomeProfile, callHomeOf, orNotSet } from './call-home.ts'

export function showCallHome(view: DeviceView): string {
  const home = callHomeOf(view)
  const block = blocksNamed(view.blocks, 'call-home')[0]
  const on = setting(block, 'service active') !== undefined
  const carrier = callHomeOf(view).profiles.filter(profile => profile.reportsLicensing)
  const contact = home.contact === 'smart-licensing' ? 'sch-smart-licensing@cisco.com' : home.contact
  const states = carrier.map(
    profile => `    Profile: ${profile.name} (status: ${profile.active ? 'ACTIVE' : 'INACTIVE'})`,
  )
  const proxy = /^(\S+) port (\d+)$/.exec(home.proxy)
  return `
Current call home settings:
    call home feature : ${on ? 'enable' : 'disable'}
    call home message's from address: Not yet set up
    call home message's reply-to address: Not yet set up

    vrf for call-home messages: ${home.vrf === '' ? view.value('callhome_vrf_words') || 'Not yet set up' : home.vrf}

    contact person's email address: ${orNotSet(contact)}

    contact person's phone number: Not yet set up
    street address: Not yet set up
    customer ID: Not yet set up
    contract ID: Not yet set up
    site ID: Not yet set up

    source interface: ${orNotSet(home.sourceInterface)}
    Mail-server: Not yet set up
    http proxy: ${proxy === null ? 'Not yet set up' : `${proxy[1]} port ${proxy[2]}`}

    Smart licensing messages: ${on && carrier.length > 0 ? 'enabled' : 'disabled'}
${states.join('\n')}

    aaa-authorization: disable
    aaa-authorization username: callhome (default)
    data-privacy: normal
    syslog throttling: enable

    Rate-limit: 5 message(s) per minute

    Snapshot command: Not yet set up

Available alert groups:
    Keyword                  State   Description
    ------------------------ ------- -------------------------------
    configuration            Enable  configuration info
    environment              Enable  environmental info
    inventory                Enable  inventory info
    snapshot                 Enable  snapshot info
    syslog                   Enable  syslog info

Profiles:
${callHomeOf(view)
  .profiles.map(profile => `    Profile Name: ${profile.name}`)
  .join('\n')}
`
}

export function showCallHomeDetail(view: DeviceView): string {
  const general = showCallHome(view).replace(/\nProfiles:\n[\s\S]*$/, '\nProfiles:\n\n')
  return `${general}${callHomeOf(view).profiles.map(profileText).join('\n')}\n`
}

function profileText(profile: CallHomeProfile): string {
  const data = [
    ...(profile.reportsCallHome ? ['Smart Call Home'] : []),
    ...(profile.reportsLicensing ? ['Smart Licensing'] : []),
  ]
  return `Profile Name: ${profile.name}
    Profile status: ${profile.active ? 'ACTIVE' : 'INACTIVE'}
    Profile mode: ${profile.anonymous ? 'Anonymous Reporting Only' : 'Full Reporting'}
    Reporting Data: ${data.join(', ')}
    Preferred Message Format: xml
    Message Size Limit: 3145728 Bytes
    Transport Method: ${profile.http ? 'http' : 'email'}
    Email address(es): callhome@cisco.com
    HTTP address(es): ${profile.urls.length === 0 ? 'Not yet set up' : profile.urls.join('\n                      ')}

    Periodic configuration info message is scheduled every 12 day of the month at 9:32

    Periodic inventory info message is scheduled every 12 day of the month at 9:17

    Alert-group               Severity
    ------------------------- ------------
    environment               minor
    inventory                 normal

    Syslog-Pattern            Severity
    ------------------------- ------------
    .*                        critical
`
}
