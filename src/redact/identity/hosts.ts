// Names of hosts: which are everybody's, and the pseudonyms of the others, label by label.
import type { Pseudonyms } from '../pseudonyms.ts'

/** Cisco's servers and names every device has say nothing about the owner; rules compare them. */
export function isKeptHost(name: string): boolean {
  return /^(?:(?:[\w-]{1,63}\.){0,6}cisco\.com|www\.gnu\.org|(?:www\.)?opensource\.org|localhost|cslu-local|localdomain|any|default)\.?$/i.test(
    name,
  )
}

/** Endings that make a dotted word a host name. Endings of files and of Cisco's identifiers are not among them. */
const TLDS = new Set(
  `com net org edu gov mil int biz info arpa cloud tech network systems online io ai co
   local lan lab labs corp internal intranet home test example invalid localdomain private office
   ae ar at au be bg br ca ch cl cn cz de dk ee eg es eu fi fr gr hk hr hu id ie il in ir is it jp ke kr kz lt lu lv
   ma mx my ng nl no nz pe ph pk pl pt qa ro rs ru sa se sg si sk th tn tr tw ua uk us vn za`.split(/\s+/),
)
const SECOND = new Set(['co', 'com', 'net', 'org', 'gov', 'edu', 'ac', 'mil', 'gob', 'or', 'ne'])

export function isTld(label: string): boolean {
  return TLDS.has(label.toLowerCase())
}

/**
 * The pseudonym of a host name or, `as` domain, of a domain; the name itself when it is kept. Every label reads back by
 * itself, so a domain's pseudonym is the end of its hosts' pseudonyms.
 */
export function hostPseudonym(name: string, map: Pseudonyms, as: 'host' | 'domain' = 'host'): string {
  if (isKeptHost(name) || name === '') return name
  const labels = name.split('.')
  const last = labels.length - 1
  if (last === 0) return label(name, as, map)
  // How many labels at the end are everybody's.
  const open = isTld(labels[last] ?? '')
    ? last >= 2 && (labels[last] ?? '').length === 2 && SECOND.has((labels[last - 1] ?? '').toLowerCase())
      ? 2
      : 1
    : 0
  return labels
    .map((text, at) => {
      if (at > last - open || text === '') return text
      const owns = as === 'host' && at === 0 && (labels.length > open + 1 || map.learnt(text) === 'host')
      return label(text, owns ? 'host' : 'domain', map)
    })
    .join('.')
}

/** A name such as `edge-1-stby` says that the standby unit speaks: that end is kept. Source: IOS XE prints it itself. */
function label(text: string, kind: 'host' | 'domain', map: Pseudonyms): string {
  if (map.isOwn(text)) return text
  const standby = kind === 'host' ? /^(.+?)(-stby)$/i.exec(text) : null
  const own = standby?.[1] ?? text
  if (map.isOwn(own)) return text
  map.learn(kind, own)
  return map.of(kind, own) + (standby?.[2] ?? '')
}
