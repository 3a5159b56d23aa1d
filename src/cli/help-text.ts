// The words of the first help screen.

export const BIN_TAGLINE = 'why can this device not use its Smart Licences, and what mends it?'

/** Three ways in; only those whose command is there are shown. */
export const FIRST_STEPS: readonly {
  readonly command: string
  readonly line: string
  readonly says: string
}[] = [
  {
    command: 'check',
    line: 'smartlic check noc@10.0.0.1',
    says: 'log in over SSH (reads only) and judge the device',
  },
  {
    command: 'analyze',
    line: 'smartlic analyze tech.txt',
    says: 'judge saved output, a show tech or a whole folder',
  },
  { command: 'demo', line: 'smartlic demo', says: 'see it work on simulated devices, no hardware needed' },
]

export const EXIT_CODE_LINES = ['Exit codes: 0 healthy, 1 warning, 2 critical, 3 unknown or the tool failed']
