// `show call-home detail` on IOS XR: the settings in force, the built-in profile included.
import type { CommandParser, FactWriter, Line } from '../contract.ts'
import { isCallHomeLine } from '../ios-xe/callhome-lines.ts'
import { isNothing, keyValue, orEmpty } from '../text.ts'
import { readDestination } from '../url.ts'
import { vrfName } from './names.ts'
import { withoutStamp } from './stamp.ts'

/** The vendor guide prints its remarks behind ` ;`: they are not part of the value. */
function plain(value: string): string {
  return value.replace(/(^|\s);(\s.*)?$/, '').trim()
}

export const showCallHomeDetail: CommandParser = {
  command: 'show call-home detail',
  platforms: ['ios-xr'],
  aliases: [/^sho?w? call-home$/, /^sho?w? call-home profile( all| \S+)?$/],
  recognise: head => /^\s*Current call home settings:/im.test(head),
  provides: [
    'callhome.enabled',
    'callhome.contact_email',
    'callhome.smart_messages',
    'callhome.profiles',
    'callhome.vrf',
    'callhome.source_interface',
    'callhome.proxy',
  ],
  rank: 30,
  parse: ({ lines }, write) => {
    let profile = ''
    let urls = false
    const rest = withoutStamp(lines, write)
    // Alert groups, mail servers and limits do not bear on licensing.
    write.claim(rest.filter(line => isCallHomeLine(line.text.trim())))
    for (const line of rest) {
      const text = line.text.trim()
      if (urls && /^https?:\/\//i.test(text)) {
        setUrl(profile, text, line, write)
        continue
      }
      urls = false
      const entry = keyValue(text)
      if (entry === undefined) continue
      const key = entry.key.toLowerCase().replace(/\s+/g, ' ')
      const value = plain(entry.value)
      if (key === 'profile name') {
        profile = value
        write.set('callhome.profiles', [{ name: profile }], line)
      } else if (key === 'http address(es)') {
        urls = true
        if (/^https?:\/\//i.test(value)) setUrl(profile, value, line, write)
      } else if (profile === '') readSetting(key, value, line, write)
      else readProfile(profile, key, value, line, write)
    }
  },
}

function setUrl(profile: string, url: string, line: Line, write: FactWriter): void {
  write.claim(line)
  if (profile === '') return
  // Which of them a configuration line holds is told by the configuration, which ranks first.
  const destination = readDestination(profile, plain(url).split(/[\s,]/)[0] ?? '', { explicit: false })
  write.set('callhome.profiles', [{ name: profile, destinations: [destination] }], line)
}

function readSetting(key: string, value: string, line: Line, write: FactWriter): void {
  if (key === 'call home feature') write.set('callhome.enabled', /^enable/i.test(value), line)
  else if (key === "contact person's email address") write.set('callhome.contact_email', orEmpty(value), line)
  else if (key === 'vrf for call-home messages') write.set('callhome.vrf', vrfName(orEmpty(value)), line)
  else if (key === 'source interface') write.set('callhome.source_interface', orEmpty(value), line)
  else if (/^smart.licensing messages$/.test(key))
    write.set('callhome.smart_messages', /^enable/i.test(value), line)
  else if (key === 'http proxy') write.set('callhome.proxy', proxyOf(value), line)
}

/** `host:port`, `host port n` or `Address: host Port: n`. */
function proxyOf(value: string): Record<string, unknown> {
  if (isNothing(value)) return { configured: false, host: '', port: 0, enabled: false }
  const match = /^(?:address:\s*)?([^\s:]+)(?:(?::|\s+port:?\s+)(\d{1,5}))?/i.exec(value)
  return { configured: true, host: match?.[1] ?? value, port: Number(match?.[2] ?? 0), enabled: true }
}

function readProfile(profile: string, key: string, value: string, line: Line, write: FactWriter): void {
  const add = (part: Record<string, unknown>): void =>
    write.set('callhome.profiles', [{ name: profile, ...part }], line)
  if (key === 'profile status') add({ active: /^active$/i.test(value) })
  else if (key === 'profile mode') add({ anonymous: /anonymous/i.test(value) })
  else if (key === 'reporting data') add({ reports_licensing: /smart licensing/i.test(value) })
  else if (key === 'transport method')
    add({
      methods: value
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(one => /^(http|email)$/.test(one)),
    })
}
