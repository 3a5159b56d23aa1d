// IOS XE `show call-home ...`, from the configuration.
import { blocksNamed } from '../config-tree.ts'
import type { DeviceView } from '../view.ts'
import { type CallHomeProfile, callHomeOf, orNotSet, proxyWords } from './call-home.ts'

const enabled = (view: DeviceView): boolean => blocksNamed(view.blocks, 'service call-home').length > 0

const ALERT_GROUPS = `
    Periodic configuration info message is scheduled every 12 day of the month at 14:33

    Periodic inventory info message is scheduled every 12 day of the month at 14:18

    Alert-group               Severity
    ------------------------  ------------
    crash                     debug
    diagnostic                minor
    environment               warning
    inventory                 normal

    Syslog-Pattern            Severity
    ------------------------  ------------
    APF-.-WLC_.*              warning
    .*                        major
`

function profileText(profile: CallHomeProfile): string {
  const data = [
    ...(profile.reportsCallHome ? ['Smart Call Home'] : []),
    ...(profile.reportsLicensing ? ['Smart Licensing'] : []),
  ]
  const addresses = [
    ...(profile.http
      ? [
          `    HTTP  address(es): ${profile.urls.length === 0 ? 'Not yet set up' : profile.urls.join('\n                       ')}`,
        ]
      : []),
    ...(profile.email ? ['    Email address(es): Not yet set up'] : ['    Other address(es): default']),
  ]
  return `Profile Name: ${profile.name}
    Profile status: ${profile.active ? 'ACTIVE' : 'INACTIVE'}
    Profile mode: ${profile.anonymous ? 'Anonymous Reporting Only' : 'Full Reporting'}
    Reporting Data: ${data.join(', ')}
    Preferred Message Format: xml
    Message Size Limit: 3145728 Bytes
    Transport Method: ${profile.http ? 'http' : 'email'}
${addresses.join('\n')}
${ALERT_GROUPS}`
}

export function showCallHomeProfileAll(view: DeviceView): string {
  return `\n${callHomeOf(view).profiles.map(profileText).join('\n')}`
}

export function showCallHomeSmartLicensing(view: DeviceView): string {
  const carrier = callHomeOf(view).profiles.filter(profile => profile.reportsLicensing)
  const on = enabled(view) && carrier.length > 0
  const lines = carrier.flatMap(profile => [
    ` Profile: ${profile.name} (status: ${profile.active ? 'ACTIVE' : 'INACTIVE'})`,
    ` Destination  URL(s):  ${profile.urls.join(' ')}`,
  ])
  return `Current smart-licensing transport settings:
 Smart-license messages: ${on ? 'enabled' : 'disabled'}
${lines.join('\n')}
`
}

export function showCallHome(view: DeviceView): string {
  const home = callHomeOf(view)
  const carrier = home.profiles.filter(profile => profile.reportsLicensing)
  const status = (profile: CallHomeProfile): string =>
    `    Profile: ${profile.name} (status: ${profile.active ? 'ACTIVE' : 'INACTIVE'})`
  return `
Current call home settings:
    call home feature : ${enabled(view) ? 'enable' : 'disable'}
    call home message's from address: Not yet set up
    call home message's reply-to address: Not yet set up

    vrf for call-home messages: ${orNotSet(home.vrf)}

    contact person's email address: ${orNotSet(home.contact)}

    contact person's phone number: Not yet set up
    street address: Not yet set up
    customer ID: Not yet set up
    contract ID: Not yet set up
    site ID: Not yet set up

    source ip address: Not yet set up
    source interface: ${orNotSet(home.sourceInterface)}
    Mail-server: Not yet set up
    http proxy: ${proxyWords(home.proxy)}
    http secure:
      server identity check: ${home.identityCheck ? 'enabled' : 'disabled'}
    http resolve-hostname: default

    Diagnostic signature: enabled
    Profile: CiscoTAC-1 (status: ${home.profiles.some(p => p.name === 'CiscoTAC-1' && p.active) ? 'ACTIVE' : 'INACTIVE'})

    Smart licensing messages: ${enabled(view) && carrier.length > 0 ? 'enabled' : 'disabled'}
${carrier.map(status).join('\n')}

    aaa-authorization: disable
    aaa-authorization username: callhome (default)
    data-privacy: normal
    syslog throttling: enable

    Rate-limit: 20 message(s) per minute

    Snapshot command: Not yet set up

Available alert groups:
    Keyword                  State   Description
    ------------------------ ------- -------------------------------
    configuration            Enable  configuration info
    crash                    Enable  crash and traceback info
    diagnostic               Enable  diagnostic info
    environment              Enable  environmental info
    inventory                Enable  inventory info
    snapshot                 Enable  snapshot info
    syslog                   Enable  syslog info

Profiles:
${home.profiles.map(profile => `    Profile Name: ${profile.name}`).join('\n')}

`
}
