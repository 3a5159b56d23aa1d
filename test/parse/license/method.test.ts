// Deployment method from transport settings.
import { expect, test } from 'vitest'
import { methodOf } from '../../../src/parse/license/method.ts'

const CLOUD = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'

test.each([
  ['callhome', CLOUD, '', 'direct'],
  ['callhome', CLOUD, 'proxy.example.net', 'proxy'],
  ['callhome', CLOUD, undefined, undefined],
  ['smart', 'https://smartreceiver.cisco.com/licservice/license', '', 'direct'],
  ['smart', 'https://notcisco.com/licservice/license', '', undefined],
  ['callhome', 'https://ssm.example.net/Transportgateway/services/DeviceRequestHandler', '', 'on-prem'],
  ['callhome', 'http://10.1.1.1:80/Transportgateway/services/DeviceRequestHandler', '', 'on-prem'],
  ['callhome', 'https://tg.example.net:8443/Transportgateway/services/DeviceRequestHandler', '', 'gateway'],
  ['smart', 'https://ssm.example.net/SmartTransport', '', 'on-prem'],
  ['cslu', 'https://ssm.example.net/cslu/v1/pi/acme-1', undefined, 'on-prem'],
  ['cslu', 'http://10.1.1.1:8182/cslu/v1/pi', undefined, 'cslu'],
  ['cslu', 'http://10.1.1.1:8182/cslu/v1/pi/', undefined, 'cslu'],
  ['cslu', '', undefined, 'cslu'],
  ['off', undefined, undefined, 'offline'],
  ['callhome', undefined, undefined, undefined],
] as const)('%s %s proxy %s: %s', (type, url, proxyHost, expected) => {
  expect(methodOf({ type, url, proxyHost })).toBe(expected)
})
