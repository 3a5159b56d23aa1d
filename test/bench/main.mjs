// `npm run bench`: figures and their ratios, all measured in one run on this computer. Asserts nothing.
//   --devices N   devices of the SSH part (default 1000)
//   --runs N      runs of each start-up measurement (default 15); of what takes long at most three
//   --size N      megabytes of the show tech-support that is read (default 1024)
//   --fleet N     nothing but a `check` of so many devices, e.g. 10000: is its memory flat?
import { parseArgs } from 'node:util'
import { bundle } from './bundle.mjs'
import { fleet } from './fleet.mjs'
import { reading } from './reading.mjs'
import { python, ssh } from './ssh.mjs'
import { startUp } from './start-up.mjs'
import { compared, table } from './table.mjs'

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '15' },
    size: { type: 'string', default: '1024' },
    fleet: { type: 'string' },
  },
})
const devices = count('devices')
const runs = count('runs')
const size = count('size')

const sources = await bundle()
try {
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}\n`)
  if (values.fleet === undefined) await all()
  else console.log(table(`A fleet of ${count('fleet')} devices`, await fleet(sources, count('fleet'))))
} finally {
  sources.remove()
}

async function all() {
  console.log(table(`Start-up, median of ${runs} interleaved runs`, startUp(runs)))
  console.log(table(`A show tech-support of ${size} MB, best of the runs`, reading(size)))
  const { patternGrowth, warm } = await import(sources.warm)
  console.log(table('One device in a warm process, median', await warm()))
  console.log(table('Hostile patterns in rules, on 400,000 characters', patternGrowth()))
  await overSsh()
}

async function overSsh() {
  if (python === undefined)
    console.log(
      'netmiko is not installed (Debian and Ubuntu: apt install python3-netmiko): compared without it.\n',
    )
  console.log(
    compared('Over SSH, 50 devices at once, median of the rounds', await ssh(sources, { devices, runs })),
  )
}

function count(name) {
  const number = Number(values[name])
  if (!Number.isInteger(number) || number < 1) {
    console.error(`--${name} wants a number above 0`)
    process.exit(2)
  }
  return number
}
