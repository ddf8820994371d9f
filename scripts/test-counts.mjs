/**
 * `node scripts/test-counts.mjs <results.json>`: one line from vitest's JSON report, e.g.
 * `123 passed, 0 failed, 2 skipped`. Ends in status 1 where a test failed or none passed.
 */
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const { numPassedTests: passed, numFailedTests: failed } = report
const skipped = report.numPendingTests + report.numTodoTests
if (!report.success || failed > 0 || passed === 0) {
  console.error(`The tests did not pass: ${passed} passed, ${failed} failed.`)
  process.exit(1)
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
