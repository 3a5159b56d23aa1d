// Ctrl-C: the first asks running work to stop and report what it has, the second ends at once.

/** 128 + SIGINT, as shells count it. */
const EXIT_INTERRUPTED = 130

/** A signal that aborts on the first Ctrl-C or SIGTERM. Until this is called both end the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT_INTERRUPTED)
    process.stderr.write('\nsmartlic: stopping; press Ctrl-C again to end at once\n')
    controller.abort(new Error('interrupted by the person at the keyboard'))
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return controller.signal
}
