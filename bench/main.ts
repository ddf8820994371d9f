import { benchCalibrate } from './calibrate.ts'
import { benchCompile } from './compile.ts'
import { benchDetect } from './detect.ts'
import { benchGrowth } from './growth.ts'
import { benchIngest } from './ingest.ts'
import { benchInsider } from './insider.ts'
import { benchQuery } from './query.ts'

/** Each measurement prints one JSON line of ratios against a named reference in the same run. */
const BENCHES: Readonly<Record<string, (...sizes: number[]) => Promise<object>>> = {
  ingest: benchIngest,
  growth: benchGrowth,
  detect: benchDetect,
  calibrate: benchCalibrate,
  insider: benchInsider,
  query: benchQuery,
  compile: benchCompile,
}

const [name = '', ...sizes] = process.argv.slice(2)
const bench = BENCHES[name]
if (bench === undefined) {
  console.error(`bench: name one of ${Object.keys(BENCHES).join(', ')}, e.g. npm run bench -- ingest`)
  process.exitCode = 2
} else {
  console.log(JSON.stringify(await bench(...sizes.map(Number)), null, 2))
}
