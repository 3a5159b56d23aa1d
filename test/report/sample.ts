// Report values written by hand for the formatter tests: critical, warning, healthy, unreadable.
import type { Finding } from '../../src/model/finding.ts'
import { HOPS, type Hop, type HopStatus } from '../../src/model/hop.ts'
import { type Deadline, type DeviceReport, REPORT_SCHEMA, type Report } from '../../src/model/report.ts'

export function finding(overrides: Partial<Finding> & Pick<Finding, 'rule'>): Finding {
  return {
    title: overrides.rule,
    outcome: 'fail',
    severity: 'critical',
    role: 'cause',
    hop: 'url',
    message: '',
    why: '',
    evidence: [],
    explained_by: [],
    explains: [],
    remediation: [],
    verify: [],
    references: [],
    missing: [],
    trace: [],
    ...overrides,
  }
}

function deadline(overrides: Partial<Deadline> & Pick<Deadline, 'kind' | 'text'>): Deadline {
  return { at: '', level: 'ok', consequence: '', next_attempt: '', retry: '', ...overrides }
}

function path(
  broken: readonly Hop[],
  unknown: readonly Hop[],
  notNeeded: readonly Hop[],
): DeviceReport['path'] {
  return HOPS.map(hop => {
    const status: HopStatus = broken.includes(hop)
      ? 'broken'
      : unknown.includes(hop)
        ? 'unknown'
        : notNeeded.includes(hop)
          ? 'not-needed'
          : 'ok'
    return { hop, status, note: '', evidence: [], rules: [] }
  })
}

const NO_PARTS = { config: [], admin_config: [], exec: [] }
export const NO_LINES = { parts: NO_PARTS, undo_parts: NO_PARTS }

const COUNTS = { fail: 0, pass: 0, unknown: 0, 'not-applicable': 0, error: 0 }

export const critical: DeviceReport = {
  name: '10.20.0.11',
  hostname: 'edge-sw1',
  platform: 'nx-os',
  os_version: '9.3(5)',
  model: 'N9K-C93180YC-EX',
  serial: 'FDO21510JNX',
  generation: 'classic',
  method: 'direct',
  status: 'critical',
  state: {
    summary: 'Registered, licences authorized, last contact failed on 2026-03-02 04:11.',
    facts: [{ label: 'Registration', value: 'registered to "Example Net"' }],
    deadlines: [
      deadline({
        kind: 'authorization',
        at: '2026-03-21T04:11:09Z',
        days_left: 19,
        level: 'warning',
        text: '19 days until the authorization expires',
        consequence: 'On that day the server returns the licences to the pool; features keep working.',
        next_attempt: '2026-03-03T03:11:09Z',
        retry: 'tried again every 23 hours',
      }),
      deadline({ kind: 'registration', days_left: 201, text: '201 days until the ID certificate expires' }),
    ],
  },
  path: path(['url', 'dns'], ['tcp', 'tls', 'crl'], ['proxy']),
  findings: [
    finding({
      rule: 'callhome-http-url',
      title: 'Call Home sends to Cisco over plain HTTP',
      hop: 'url',
      message:
        'CiscoTAC-1 reports licensing to http://tools.cisco.com/its/service/oddce/services/DDCEService over plain HTTP',
      why: 'Cisco answers HTTPS only. HTTP to an on-premises server or a gateway is allowed and is not flagged.',
      evidence: [
        {
          command: 'show running-config callhome',
          line: 12,
          text: '  destination-profile CiscoTAC-1 http http://tools.cisco.com/its/service/oddce/services/DDCEService',
          origin: 'edge-sw1.txt',
        },
        {
          command: 'show license status',
          line: 31,
          text: '  Failure reason: Fail to send out Call Home HTTP message',
          origin: 'edge-sw1.txt',
        },
      ],
      explains: ['callhome-send-failed'],
      remediation: [
        {
          title: 'Use HTTPS',
          risk: 'low',
          impact: 'none',
          lines: [
            'configure terminal',
            'callhome',
            '  no destination-profile CiscoTAC-1 http http://tools.cisco.com/its/service/oddce/services/DDCEService',
            '  destination-profile CiscoTAC-1 http https://tools.cisco.com/its/service/oddce/services/DDCEService',
            'end',
            'copy running-config startup-config',
          ],
          steps: [],
          undo: ['Put the old line back and remove the new one.'],
          ...NO_LINES,
          placeholders: [],
        },
      ],
      verify: [{ run: 'show license status', expect: 'Last Communication Attempt: SUCCEEDED' }],
      references: [
        {
          title: 'Cisco Nexus 9000 Smart Licensing guide',
          url: 'https://www.cisco.com/c/en/us/support/index.html',
        },
      ],
    }),
    finding({
      rule: 'dns-no-server-in-vrf',
      title: 'No name server in the VRF that licensing uses',
      hop: 'dns',
      message: 'tools.cisco.com is looked up in VRF management, where no name server is configured',
      why: 'Each VRF has its own resolver list; the servers of the default VRF are not asked.',
      evidence: [
        {
          command: 'show running-config',
          line: 88,
          text: 'ip name-server 192.0.2.53',
          origin: 'edge-sw1.txt',
        },
        {
          command: 'show running-config callhome',
          line: 9,
          text: '  transport http use-vrf management',
          origin: 'edge-sw1.txt',
        },
        { command: 'show logging', line: 901, text: 'a', origin: 'edge-sw1.txt' },
        { command: 'show logging', line: 902, text: 'b', origin: 'edge-sw1.txt' },
      ],
      explains: ['callhome-send-failed'],
      remediation: [
        {
          title: '',
          risk: 'low',
          impact: 'none',
          lines: ['configure terminal', 'vrf context management', '  ip name-server <DNS>', 'end'],
          steps: [],
          undo: ['vrf context management', '  no ip name-server <DNS>'],
          ...NO_LINES,
          placeholders: ['<DNS>'],
        },
        {
          title: 'Or use a proxy',
          risk: 'medium',
          impact: 'Licensing messages go through the proxy from then on.',
          lines: [],
          steps: ['Ask for the proxy address.', 'Configure it under callhome.'],
          undo: [],
          ...NO_LINES,
          placeholders: [],
        },
      ],
    }),
    finding({
      rule: 'callhome-send-failed',
      title: 'Call Home could not send',
      role: 'symptom',
      hop: 'tcp',
      message: 'The device says: Fail to send out Call Home HTTP message',
      explained_by: ['callhome-http-url', 'dns-no-server-in-vrf'],
    }),
    finding({
      rule: 'config-not-saved',
      title: 'Configuration not saved',
      role: 'advice',
      severity: 'info',
      hop: 'mode',
      message: 'The running configuration changed after it was last saved',
    }),
  ],
  unknown: [
    {
      command: 'show ip route vrf management',
      reason: 'not in the input',
      rules: ['route-no-default', 'route-source', 'route-null'],
    },
    { command: 'show clock', reason: 'the answer is cut', rules: ['clock-offset'] },
  ],
  captures: [
    { command: 'show license all', status: 'ok', origin: 'edge-sw1.txt', lines: 120, bytes: 4000 },
    {
      command: 'show clock',
      status: 'truncated',
      origin: 'edge-sw1.txt',
      lines: 1,
      bytes: 8,
      reason: 'the file ends in it',
    },
  ],
  counts: { ...COUNTS, fail: 4, pass: 41, unknown: 4, 'not-applicable': 60 },
}

/** The critical device with the plan for both of its causes. */
export const planned: DeviceReport = {
  ...critical,
  plan: {
    rules: ['callhome-http-url', 'dns-no-server-in-vrf'],
    config: [
      'configure terminal',
      'callhome',
      ' no destination-profile CiscoTAC-1 index 1 http http://tools.cisco.com/its/service/oddce/services/DDCEService',
      ' destination-profile CiscoTAC-1 index 1 http https://tools.cisco.com/its/service/oddce/services/DDCEService',
      'vrf context management',
      ' ip name-server <DNS>',
      'end',
      'copy running-config startup-config',
    ],
    exec: ['license smart renew auth'],
    steps: [{ rule: 'dns-no-server-in-vrf', text: 'Ask which name server answers there.' }],
    steps_first: true,
    undo: ['configure terminal', 'vrf context management', ' no ip name-server <DNS>', 'end'],
    undo_notes: ['The renewed authorization stays.'],
    ...NO_LINES,
    risk: 'medium',
    impact: ['names are looked up elsewhere'],
    placeholders: [{ name: '<DNS>', hint: 'address of a name server that answers from this device' }],
    verify: [{ run: 'show license status', expect: 'SUCCEEDED' }],
    left_out: [
      {
        rule: 'dns-no-server-in-vrf',
        title: 'Or use a proxy',
        kind: 'alternative',
        reason: 'a second way; the plan takes the first (dns-no-server-in-vrf)',
      },
      {
        rule: 'vrf-other',
        title: 'Use the other VRF',
        kind: 'contradiction',
        reason: 'sets `vrf X`, while callhome-http-url sets `vrf Y`; decide which VRF reaches Cisco',
      },
    ],
    effect: {
      clears: ['callhome-http-url'],
      leaves: ['dns-no-server-in-vrf'],
      appears: [],
      undecided: ['callhome-send-failed'],
      notes: ['<DNS> is not filled in'],
    },
  },
}

export const healthy: DeviceReport = {
  name: 'core-1',
  hostname: 'core-1',
  platform: 'ios-xe',
  os_version: '17.9.4a',
  model: 'C9500-24Y4C',
  serial: 'FCW2233A5ZX',
  generation: 'policy',
  method: 'cslu',
  status: 'healthy',
  state: {
    summary: 'Reports to CSLU, trust code installed, usage acknowledged.',
    facts: [],
    deadlines: [
      deadline({ kind: 'ack', days_left: 80, text: '80 days until the usage report must be acknowledged' }),
    ],
  },
  path: path([], [], ['proxy', 'profile']),
  findings: [],
  unknown: [],
  captures: [
    {
      command: 'show license all',
      status: 'ok',
      origin: 'core-1',
      lines: 140,
      bytes: 5000,
      duration_ms: 210,
    },
  ],
  counts: { ...COUNTS, pass: 52 },
}

export const unreadable: DeviceReport = {
  name: '10.20.0.99',
  hostname: '',
  platform: '',
  os_version: '',
  model: '',
  serial: '',
  generation: '',
  method: '',
  status: 'unknown',
  state: { summary: 'The licensing state is not known.', facts: [], deadlines: [] },
  path: path([], HOPS, []),
  findings: [],
  unknown: [{ command: 'show license all', reason: 'not tried', rules: ['a', 'b', 'c'] }],
  captures: [{ command: 'show license all', status: 'not-tried', origin: '10.20.0.99', lines: 0, bytes: 0 }],
  counts: { ...COUNTS, unknown: 112 },
  problem: {
    kind: 'connection refused',
    message:
      '10.20.0.99 port 22 refused the connection. Check that SSH is enabled there and that an access list permits this computer.',
  },
}

export const warning: DeviceReport = {
  name: 'xr-pe-3',
  hostname: 'xr-pe-3',
  platform: 'ios-xr',
  os_version: '7.5.1',
  model: 'NCS-5501',
  serial: 'FOC2217R0AB',
  generation: 'classic',
  method: 'on-prem',
  status: 'warning',
  state: {
    summary: 'Registered, out of compliance, last contact succeeded on 2026-03-02 04:11.',
    facts: [],
    deadlines: [
      deadline({
        kind: 'authorization',
        days_left: -2,
        level: 'critical',
        text: '2 days ago the authorization expired',
      }),
    ],
  },
  path: path(['entitlement'], [], ['proxy', 'dns']),
  findings: [
    finding({
      rule: 'out-of-compliance',
      title: 'More licences are in use than the account holds',
      severity: 'warning',
      role: 'symptom',
      hop: 'entitlement',
      message: 'Out of compliance: ADVANCED_P2P',
      why: 'The virtual account has too few of them.',
      evidence: [
        { command: 'show license status', line: 14, text: 'Status: OUT OF COMPLIANCE', origin: 'xr-pe-3' },
      ],
    }),
    finding({ rule: 'broken-rule', outcome: 'error', error: 'no overload for string < int' }),
  ],
  unknown: [],
  captures: [{ command: 'show license all', status: 'ok', origin: 'xr-pe-3', lines: 88, bytes: 3000 }],
  counts: { ...COUNTS, fail: 1, pass: 30, error: 1 },
}

export function reportOf(...devices: DeviceReport[]): Report {
  return {
    schema: REPORT_SCHEMA,
    run: {
      tool: 'smartlic',
      version: '0.1.0',
      started_at: '2026-03-03T03:00:00.000Z',
      duration_ms: 12,
      command: 'analyze',
      notes: [],
    },
    devices,
  }
}

/** Healthy, because what it has is waived: one cause by a waiver, its symptom and another cause by a baseline. */
export const accepted: DeviceReport = {
  ...healthy,
  name: 'lab-1',
  hostname: 'lab-1',
  findings: [
    ...critical.findings.slice(0, 1).map(one => ({
      ...one,
      waived: { reason: 'replaced in May', owner: 'noc@example.net', expires: '2027-01-31' },
    })),
    ...critical.findings.slice(1, 3).map(one => ({
      ...one,
      waived: { reason: 'in the baseline run.json of 2026-03-01', owner: 'baseline', expires: '' },
    })),
  ],
  counts: { ...COUNTS, fail: 3, pass: 49 },
}
