// `Profile Name:` blocks, as `show call-home profile all` and `show call-home detail` print them.
import type { FactWriter, Line } from '../contract.ts'
import { keyValue, orEmpty } from '../text.ts'
import { CLOUD_URL, type Destination, readDestination } from '../url.ts'
import { isCallHomeLine } from './callhome-lines.ts'

interface Found {
  readonly name: string
  readonly lines: Line[]
}

/** Writes every profile of the text. `complete`: a text that was cut may lack profiles, so the list is not told then. */
export function readShownProfiles(lines: readonly Line[], complete: boolean, write: FactWriter): void {
  const profiles = split(lines)
  if (profiles.length === 0) {
    if (!complete) write.unreadable('callhome.profiles', 'the output is cut before the first profile')
    return
  }
  for (const { lines: own } of profiles) write.claim(own.filter(line => isCallHomeLine(line.text.trim())))
  if (!complete) {
    write.unreadable('callhome.profiles', 'the output is cut: there may be more profiles')
    return
  }
  for (const profile of profiles) readProfile(profile, write)
}

function split(lines: readonly Line[]): Found[] {
  const found: Found[] = []
  for (const line of lines) {
    const name = /^\s*Profile Name\s*:\s*(\S.*)$/.exec(line.text)?.[1]
    if (name !== undefined) found.push({ name: name.replace(/^"|"$/g, ''), lines: [line] })
    else found[found.length - 1]?.lines.push(line)
  }
  // `show call-home` ends with bare names: a name without settings is no profile block.
  return found.filter(profile => profile.lines.some(line => /Profile status\s*:/.test(line.text)))
}

function readProfile({ name, lines }: Found, write: FactWriter): void {
  const leaf = (key: string, value: unknown, from: Line | readonly Line[]): void =>
    write.set('callhome.profiles', [{ name, [key]: value }], from)
  const first = lines[0]
  if (first !== undefined) leaf('destinations', [], first)
  let inUrls = false
  for (const line of lines) {
    const pair = keyValue(line.text)
    const key = pair?.key.toLowerCase() ?? ''
    const bare = /^\s+(https?:\/\/\S+)\s*$/i.exec(line.text)?.[1]
    if (inUrls && bare !== undefined) {
      leaf('destinations', [shownDestination(name, bare)], line)
      continue
    }
    inUrls = false
    if (pair === undefined) continue
    if (key === 'profile status') leaf('active', /^active$/i.test(pair.value), line)
    else if (key === 'profile mode') leaf('anonymous', /anonymous/i.test(pair.value), line)
    else if (key === 'reporting data') leaf('reports_licensing', /smart licensing/i.test(pair.value), line)
    else if (key === 'transport method') leaf('methods', methodsOf(pair.value), line)
    else if (/^http\s+address(\(es\))?$/.test(key)) {
      inUrls = true
      if (orEmpty(pair.value) !== '') leaf('destinations', [shownDestination(name, pair.value)], line)
    }
  }
}

/** A destination as a show command prints it. */
export function shownDestination(profile: string, url: string): Destination {
  // The shipped address of the predefined profile shows here without a configuration line behind it.
  return readDestination(profile, url, { explicit: !(profile === 'CiscoTAC-1' && url.trim() === CLOUD_URL) })
}

function methodsOf(value: string): string[] {
  return ['http', 'email'].filter(method =>
    value
      .toLowerCase()
      .split(/[^a-z]+/)
      .includes(method),
  )
}
