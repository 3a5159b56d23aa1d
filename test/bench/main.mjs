// `npm run bench`: figures and their ratios, all measured in one run on this computer. Asserts nothing.
//   --devices N   devices of the SSH part (default 50)
//   --runs N      runs of each start-up measurement (default 15)
//   --size N      megabytes of the show tech-support that is read (default 1024)
import { parseArgs } from 'node:util'
import { bundle } from './bundle.mjs'
import { reading } from './reading.mjs'
import { ssh } from './ssh.mjs'
import { startUp } from './start-up.mjs'
import { table } from './table.mjs'

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '50' },
    runs: { type: 'string', default: '15' },
    size: { type: 'string', default: '1024' },
  },
})
const devices = count('devices')
const runs = count('runs')
const size = count('size')

const sources = await bundle()
try {
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}\n`)
  console.log(table(`Start-up, median of ${runs} interleaved runs`, startUp(runs)))
  console.log(table(`A show tech-support of ${size} MB, best of the runs`, reading(size)))
  const { patternGrowth, warm } = await import(sources.warm)
  console.log(table('One device in a warm process, median', await warm()))
  console.log(table('Hostile patterns in rules, on 400,000 characters', patternGrowth()))
  console.log(
    table(`${devices} devices over SSH, ${ssh.atOnce} at once`, await ssh.measure(sources, devices)),
  )
} finally {
  sources.remove()
}

function count(name) {
  const number = Number(values[name])
  if (!Number.isInteger(number) || number < 1) {
    console.error(`--${name} wants a number above 0`)
    process.exit(2)
  }
  return number
}
