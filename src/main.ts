// The `smartlic` binary: answers --version at once, loads everything else only when it is needed.
import { fileURLToPath } from 'node:url'
import { VERSION } from './cli/version.ts'

const argv = process.argv.slice(2)

if (argv.length === 1 && ['--version', '-V', 'version'].includes(argv[0] ?? '')) {
  process.stdout.write(`smartlic ${VERSION}\n`)
} else {
  // No top-level await: a module that waits for its own importers to load would never end.
  void import('./cli/run.ts').then(({ run }) => run(argv, fileURLToPath(new URL('..', import.meta.url))))
}
