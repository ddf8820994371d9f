import { benchBehaviour } from './behaviour.ts'
import { benchCalibrate } from './calibrate.ts'
import { benchClusters } from './clusters.ts'
import { benchCompile } from './compile.ts'
import { benchDetect } from './detect.ts'
import { benchGrowth } from './growth.ts'
import { benchIngest } from './ingest.ts'
import { benchInsider } from './insider.ts'
import { benchQuery } from './query.ts'
import { benchThieves } from './thieves/thieves.ts'

/** Each measurement prints one JSON line of ratios against a named reference in the same run. */
const BENCHES: Readonly<Record<string, (...sizes: number[]) => Promise<object>>> = {
  ingest: benchIngest,
  growth: benchGrowth,
  detect: benchDetect,
  calibrate: benchCalibrate,
  insider: benchInsider,
  behaviour: benchBehaviour,
  query: benchQuery,
  compile: benchCompile,
  clusters: benchClusters,
}

const [name = '', ...sizes] = process.argv.slice(2)
const bench = BENCHES[name]
if (name === 'thieves') {
  process.exitCode = benchThieves(sizes)
} else if (bench === undefined) {
  const names = [...Object.keys(BENCHES), 'thieves'].join(', ')
  console.error(`bench: name one of ${names}, e.g. npm run bench -- ingest`)
  process.exitCode = 2
} else {
  console.log(JSON.stringify(await bench(...sizes.map(Number)), null, 2))
}
