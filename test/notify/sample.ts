// A notice as a run of a job gives it, and one made of hostile text.
import { type NoticeOptions, noticeOf, toldDevices } from '../../src/app/cron/notice.ts'
import type { Report } from '../../src/model/report.ts'
import type { Notice } from '../../src/notify/notice.ts'
import { poisoned } from '../report/hostile.ts'
import { critical, healthy, reportOf, unreadable } from '../report/sample.ts'

export const changedReport: Report = {
  ...reportOf(
    {
      ...critical,
      name: 'leaf-221',
      hostname: 'leaf-221',
      changes: [
        { kind: 'status', text: 'healthy before' },
        {
          kind: 'new',
          text: 'Call Home sends to Cisco over plain HTTP',
          rule: 'callhome-http-url',
          element: 'http://tools.cisco.com/its',
          severity: 'critical',
        },
        { kind: 'gone', text: 'No name server', rule: 'dns-no-server', severity: 'warning' },
      ],
    },
    { ...healthy, changes: [] },
    { ...unreadable, changes: [{ kind: 'unreadable', text: unreadable.problem?.message ?? '' }] },
  ),
  run: { ...reportOf().run, job: { name: 'night', last_run: '2026-03-02T03:00:00.000Z' } },
}

export const OPTIONS: NoticeOptions = {
  onlyChanges: true,
  exitCode: 2,
  codeOf: ({ status }) => (status === 'healthy' ? 0 : 2),
  host: 'noc-1.example.net',
}

export function noticeFrom(report: Report, options: NoticeOptions = OPTIONS): Notice {
  return noticeOf(report, toldDevices(report, options), options)
}

export const notice = noticeFrom(changedReport)

export function hostile(payload: string): Notice {
  const report = poisoned(changedReport, payload)
  // Kinds are words of a fixed set.
  return noticeFrom({
    ...report,
    devices: report.devices.map((device, at) => ({
      ...device,
      ...(device.changes === undefined
        ? {}
        : {
            changes: device.changes.map((change, index) => ({
              ...change,
              kind: changedReport.devices[at]?.changes?.[index]?.kind ?? 'new',
            })),
          }),
    })),
  })
}
