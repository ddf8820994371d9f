import { withScratchStore } from '../../src/query/run/scratch-store.ts'
import { corpusExists, judge, readPairs } from '../../test/support/kusto-corpus.ts'

/**
 * How many of the documentation's examples come out right: `npx tsx bench/corpora/kusto-docs.ts [corpus…] [--id=part]`. Prints
 * each failure with its reason, then the shares.
 */
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const part = process.argv.find((argument) => argument.startsWith('--id='))?.slice('--id='.length)
const corpora = named.length > 0 ? named : ['kusto-docs-strict', 'kusto-docs', 'kusto-loco-tests']

await withScratchStore(async (store) => {
  for (const corpus of corpora.filter(corpusExists)) {
    const pairs = readPairs(corpus).filter(({ id }) => part === undefined || id.includes(part))
    let [right, names, both] = [0, 0, 0]
    for (const pair of pairs) {
      const verdict = await judge(store, pair)
      if (verdict.right) right += 1
      if (verdict.names) names += 1
      if (verdict.right && verdict.names) both += 1
      if (verdict.right && verdict.names) continue
      const reason = verdict.right ? `names are not ${pair.columns.join(', ')}` : verdict.reason
      console.log(`${pair.id}\n${pair.query}\n  ${reason}\n`)
    }
    const share = (count: number) =>
      `${count} of ${pairs.length} (${((100 * count) / pairs.length).toFixed(1)} %)`
    console.log(`${corpus}: right values ${share(right)}, right names ${share(names)}, both ${share(both)}`)
  }
})
