// Text a device, an inventory or a damaged file could hold to break out of a report, and reports full of it.
import type { DeviceReport, Report } from '../../src/model/report.ts'
import { accepted, critical, healthy, planned, reportOf, unreadable, warning } from './sample.ts'

export const PAYLOADS: Readonly<Record<string, string>> = {
  'terminal escapes':
    'a\u001b[31mred\u001b]0;owned\u0007\u009b2J\u001b]8;;http://evil.example\u001b\\x\u001bc',
  'HTML and script': `"><script>window.owned=1</script><img src="http://evil.example/x" onerror="window.owned=1">`,
  'an attribute': `' onmouseover='window.owned=1' x="`,
  'ends of everything': ']]>--></title></style></script></textarea></svg><!--',
  'an entity': '&lt;b&gt;&#60;script&#62;&amp;',
  'a formula': '=HYPERLINK("http://evil.example","x")',
  'a formula with a blank': ' +1+cmd|"/c calc"!A1',
  'a formula behind a separator': 'x;=1+1;@SUM(1)',
  'another formula': '@SUM(1+1)*cmd',
  'a minus': '-2+3',
  'a wide formula': '\uff1d1+1',
  'cell breakers': 'a","b\r\n=1+1,"',
  'a pipe': "ok | 'devices'=0;1;2;3 x=5",
  'Prometheus breakers': 'a"} 1\nsmartlic_owned{b="c\\"} 2',
  'a backslash at the end': 'a\\',
  Markdown:
    '# head\n```\n| a | b |\n[x](javascript:alert(1)) ![y](http://evil.example/y) <b> @admin www.evil.example',
  'a fence': '`````\n# owned',
  shell: '$(reboot) `id` ; rm -rf / && echo || true > /tmp/x \'"',
  paths: '../../../etc/passwd',
  'an absolute path': '/etc/passwd\\..\\C:\\x',
  'an address': 'javascript:alert(1)//http://evil.example/',
  placeholders: '{0} %n%s {{x}} \u0024{x}',
  'a literal line end': 'a\\nOK - all is well\\n',
  'line ends': 'a\nb\r\nc\u2028d\u2029e\u0085f\u000bg\u000ch',
  'hidden characters': 'a\u202eb\u2066c\u200bd\u061ce\u{e0041}f\ufeffg',
  'no characters': 'a\u0000b\ufffec\ud800d\udc00e\uffff',
  long: 'A'.repeat(20_000),
  nothing: '',
}

/** Words of a fixed set: changing them makes no report. */
const FIXED = new Set([
  'schema',
  'status',
  'outcome',
  'severity',
  'role',
  'hop',
  'level',
  'risk',
  'started_at',
])

/** The report with the payload in front of every text, and in the place of every name. */
export function poisoned(report: Report, payload: string): Report {
  return poison(report, payload) as Report
}

function poison(value: unknown, payload: string, key = '', parent = ''): unknown {
  if (typeof value === 'string') {
    if (FIXED.has(key) || (key === 'kind' && parent !== 'problem')) return value
    return key === 'rule' || key === 'name' || key === 'hostname' ? payload : `${payload}${value}`
  }
  if (Array.isArray(value)) return value.map(one => poison(one, payload, key, parent))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, poison(one, payload, name, key)]),
  )
}

const placed: DeviceReport = {
  ...planned,
  groups: ['berne', 'access switches'],
  tags: ['core'],
  what_if: {
    source: 'change.cfg',
    status: 'warning',
    effect: { clears: ['callhome-http-url'], leaves: [], appears: ['x'], undecided: [], notes: ['a note'] },
    findings: [{ rule: 'x', title: 'X', severity: 'warning' }],
  },
}

/** One device of every kind a report can hold. */
export const everything: Report = reportOf(critical, placed, healthy, unreadable, warning, accepted)
