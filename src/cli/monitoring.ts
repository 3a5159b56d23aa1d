// A run that failed, told on stdout where a monitoring system asked for its format: it looks nowhere else.

export const MONITORING = ['nagios', 'icinga', 'checkmk'] as const
export type Monitoring = (typeof MONITORING)[number]

export function isMonitoring(format: string): format is Monitoring {
  return (MONITORING as readonly string[]).includes(format)
}

/**
 * The monitoring format asked for on stdout; undefined when there is none. The command line is looked at as it was
 * typed: it may be the one thing that is wrong.
 */
export function monitoringAsked(argv: readonly string[]): Monitoring | undefined {
  const outputs = valuesOf(argv, '-o', '--output')
  const toStdout = outputs.flatMap(value => /^([a-z]+)=-$/.exec(value)?.[1] ?? []).find(isMonitoring)
  const [format] = valuesOf(argv, '-f', '--format')
  const plainFile = outputs.some(value => value !== '-' && !/^[a-z]+=/.test(value))
  return toStdout ?? (format !== undefined && isMonitoring(format) && !plainFile ? format : undefined)
}

/** `-o x`, `-ox`, `--output x`, `--output=x`. */
function valuesOf(argv: readonly string[], short: string, long: string): string[] {
  return argv.flatMap((arg, at) => {
    if (arg === short || arg === long) return argv[at + 1] ?? []
    if (arg.startsWith(`${long}=`)) return arg.slice(long.length + 1)
    return arg.startsWith(short) && !arg.startsWith('--') ? arg.slice(short.length) : []
  })
}

/** Says why there is no report, when somebody listens. */
export async function tellMonitoring(argv: readonly string[], why: string): Promise<void> {
  const format = monitoringAsked(argv)
  if (format === undefined) return
  const [{ failureLine }, { writeText }] = await Promise.all([
    import('../report/monitoring/failure.ts'),
    import('./output.ts'),
  ])
  await writeText(failureLine(format, why)).catch(() => undefined)
}
