// What has to be configured before what.

/** First match decides; a line that matches none has the weight of licensing itself. */
const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  // Other lines name a VRF: IOS XE and XR refuse them until it is there. NX-OS takes any name.
  [/^vrf (?:definition )?\S+$/, 0],
  [/^(?:no )?(?:interface|ip route|ipv6 route|router static)\b/, 1],
  [/^(?:no )?(?:(?:ip|ipv6) (?:domain|name-server|host)|ip domain-lookup|domain|vrf context)\b/, 2],
  [/^(?:no )?(?:ntp|clock)\b/, 3],
  // Fetches while it is typed: name server, route and source have to stand by then.
  [/^crypto (?:pki|ca) trustpool import\b/, 7],
  [/^(?:no )?crypto\b/, 4],
  [/^(?:no )?(?:ip )?http\b/, 5],
]

const LICENSING = 6
const FIRST = 0
const LAST = 7

/** Place of a line among its neighbours: smaller comes first, equals keep their order (first broken hop first). */
export function placeOf(line: string, opensMode: boolean, top: boolean): number {
  if (!top) return opensMode ? 1 : 0
  const weight = WEIGHTS.find(([shape]) => shape.test(line))?.[1] ?? LICENSING
  return weight === FIRST || weight === LAST || !opensMode ? weight * 10 : weight + LICENSING * 10
}
