// A change of name servers or of the address makes what was probed before it a thing of the past.
import { expect, test } from 'vitest'
import { factsOf } from '../../../src/app/judge.ts'
import { shippedRules } from '../../../src/app/rules.ts'
import { diagnose } from '../../../src/diagnose/index.ts'
import { whatIf } from '../../../src/diagnose/whatif/index.ts'
import { loadDevices } from '../../../src/lab/load.ts'
import type { CaptureSet } from '../../../src/model/capture.ts'
import { saved } from '../../e2e/saved.ts'

const PROBE = `probe format=1 at=2026-11-20T10:15:30Z url=https://tools.cisco.com/its/service/oddce/services/DDCEService scheme=https host=tools.cisco.com port=443 path=/its/service/oddce/services/DDCEService cloud=true
dns server=192.0.2.53 port=53 of=device vrf="" host=tools.cisco.com domain="" type=A outcome=servfail addresses=[] cnames=[] slow=false conclusive=true
name host=tools.cisco.com device=fails computer=resolves agreement=single differences=[] onlyIpv6=false statics=[] search=as-it-stands domain=""
tcp peer=server host=tools.cisco.com address=198.51.100.7 port=443 outcome=connected origin.0=198.51.100.53 ms=3
http outcome=wrong-path answer.status=404 found.path=/its/service/oddce/services/DDCEService signs=[]
clocks verdict=cannot-tell reason=device-clock-unknown clocks=[] wrongServers=[]
end results=5
`

function probed(id: string): CaptureSet {
  const device = loadDevices().find(one => one.id === id)
  if (device === undefined) throw new Error(`no lab device ${id}`)
  const set = saved(device)
  const probe = {
    command: 'probe',
    status: 'ok',
    text: PROBE,
    firstLine: 1,
    origin: 'this computer',
  } as const
  return { ...set, captures: [...set.captures, probe] }
}

const PROFILE = ['call-home', ' profile "CiscoTAC-1"']
const URL = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'

test.each([
  [
    'another name server',
    'xe-callhome-http-url',
    ['no ip name-server 192.0.2.53', 'ip name-server 192.0.2.99'],
    'probe-name-server-fails',
  ],
  [
    'another address',
    'xe-callhome-http-url',
    [
      ...PROFILE,
      `  no destination address http ${URL.replace('https', 'http')}`,
      `  destination address http ${URL}`,
    ],
    'probe-wrong-path',
  ],
])('%s', async (_name, id, lines, rule) => {
  const { set: rules } = await shippedRules()
  const set = probed(id)
  const store = factsOf(set)
  const findings = diagnose(store, rules)
  expect(findings.find(one => one.rule === rule)?.outcome).toBe('fail')
  const after = whatIf(set, rules, lines, { store, findings })
  expect(after?.findings.find(one => one.rule === rule)?.outcome).toBe('unknown')
})
