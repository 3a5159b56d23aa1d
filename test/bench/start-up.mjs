// How long a person waits: bare node, `smartlic --version`, and the analysis of one `show license all`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './bundle.mjs'
import { median } from './table.mjs'

const bin = join(root, 'bin', 'smartlic.js')
const fixture = join(root, 'test', 'fixtures', 'ios-xe', 'policy-all-on-prem.txt')

const BARE = 'node -e 0'
const CASES = [
  [BARE, ['-e', '0']],
  ['smartlic --version', [bin, '--version']],
  ['smartlic rules list', [bin, 'rules', 'list']],
  [
    'smartlic analyze, one show license all',
    [bin, 'analyze', fixture, '--platform', 'ios-xe', '--command', 'show license all'],
  ],
]

/** Interleaved, so that a busy moment of the computer hits all of them alike. */
export function startUp(runs) {
  const times = new Map(CASES.map(([what]) => [what, []]))
  for (let run = 0; run <= runs; run++) {
    for (const [what, args] of CASES) {
      const ms = timed(args)
      // The first round fills the caches.
      if (run > 0) times.get(what).push(ms)
    }
  }
  const bare = median(times.get(BARE))
  return CASES.map(([what]) => {
    const value = median(times.get(what))
    return { what, value, unit: 'ms', ratio: value / bare, note: what === BARE ? '' : 'of bare node' }
  })
}

function timed(args) {
  const start = performance.now()
  const { error, status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  const ms = performance.now() - start
  if (error) throw error
  // 0 to 3 are verdicts; a tool that failed says so on stderr.
  if (status === null || status > 3 || /^smartlic: /m.test(stderr)) {
    throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  }
  return ms
}
