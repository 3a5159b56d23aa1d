// Ends a measured process: a device that was not read makes the figures worthless.

/** Names the first problem and fails when there is one. */
export function mute(problems: readonly string[]): void {
  const [first] = problems
  if (first === undefined) return
  process.stderr.write(`${problems.length} devices were not read, the first because: ${first}\n`)
  process.exitCode = 1
}
