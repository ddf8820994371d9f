/**
 * `node scripts/test-counts.mjs <results.json>...`: one line from vitest's JSON reports together, e.g.
 * `123 passed, 0 failed, 2 skipped`. Ends in status 1 where a test failed or a report has none that passed.
 */
import { readFileSync } from 'node:fs'

const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')))
const sum = (pick) => reports.reduce((total, report) => total + pick(report), 0)
const passed = sum((report) => report.numPassedTests)
const failed = sum((report) => report.numFailedTests)
const skipped = sum((report) => report.numPendingTests + report.numTodoTests)
if (
  reports.length === 0 ||
  reports.some((report) => !report.success || report.numPassedTests === 0) ||
  failed > 0
) {
  console.error(`The tests did not pass: ${passed} passed, ${failed} failed.`)
  process.exit(1)
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
