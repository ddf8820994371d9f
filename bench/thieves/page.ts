import { benchSentences, benchTables } from '../../src/simulate/thieves/run/bench-text.ts'
import type { BenchResult } from '../../src/simulate/thieves/run/bench-thieves.ts'

/** docs/benchmark-thieves.md as it follows from a result. */
export function benchPage(result: BenchResult): string {
  const [main] = result.detectors
  const missed = (main?.families ?? []).flatMap(({ family, outcomes }) => {
    const late = outcomes.filter(({ days }) => days === null || days > 30)
    return late.length === 0 ? [] : [`- ${family}: ${late.length} of ${outcomes.length} not within 30 days`]
  })
  return `# The benchmark: who finds the thief

\`weighbridge bench thieves\` hides one thief at a time in made-up companies and asks who finds them, how soon, and at
how many false cases. This page is written from \`bench/thieves/result.json\`, the result of its last run on test
companies, which nothing was tuned on.

**Everything here is synthetic.** Company, thieves and detectors have the same authors. The figures compare detectors and show
that they work; they do not say what a real company would see.

${benchSentences(result)
  .map((sentence) => `- ${sentence}`)
  .join('\n')}

## The thieves

| family | what they do |
| --- | --- |
${result.families.map(({ name, idea }) => `| ${name} | ${idea} |`).join('\n')}

## Figures

A theft counts as found on the first day on which any of its thieves is above the threshold, at the end of that day (UTC);
what was sent until then is gone. "Hard" counts the hard families found within 30 days. Thresholds are
fitted on other, ordinary companies, for every detector in the same way.

${benchTables(result)
  .map(({ title, head, rows }) => `### ${title}\n\n${markdownTable(head, rows)}`)
  .join('\n\n')}

## The misses

${missed.length === 0 ? 'None in this run.' : missed.join('\n')}

## What stays invisible

- Somebody who takes no more than they always took, to a place they always sent to. A slow ramp (F) is found late, when
  it has grown; one that stays below the person's own past is not found at all.
- A theft that leaves no line in any log that is read: a photographed screen, a disk carried out, a phone.
- Parts sent to a cloud that half of the company uses (D2) look like a colleague's upload; what gives them away is
  that somebody pulled as much as they then sent.
- Whoever knows the detectors and their thresholds and stays under all of them at once.
- While a source is silent nothing is said about its channel; the score says \`cannot see\`.
- The first 42 days: without a past there is nothing to compare with.

## Run it

\`weighbridge bench thieves\` takes about half an hour on two cores and keeps what it has made, so that a second run is a
matter of minutes. \`weighbridge bench thieves --write DIR --families D2\` writes one company with its thief as log files instead,
so that other detectors can be tried on it.
`
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
