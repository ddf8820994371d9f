import { describeDecision } from '../detect/feedback/describe-decision.ts'
import type { Decision } from '../store/records/decisions.ts'
import { textTable } from './output.ts'

/** Decisions as a table, one row each, with what became of them. */
export function decisionTable(decisions: readonly Decision[]): string {
  return textTable(
    [
      { title: 'number', right: true },
      { title: 'day' },
      { title: 'by' },
      { title: 'decided' },
      { title: 'why' },
      { title: 'now' },
    ],
    decisions.map((decision) => [
      `${decision.id}`,
      decision.at.slice(0, 10),
      decision.by,
      describeDecision(decision),
      decision.reason,
      stateOf(decision),
    ]),
  )
}

function stateOf({ undone }: Decision): string {
  return undone === null ? 'holds' : `undone by ${undone.by} on ${undone.at.slice(0, 10)}: ${undone.reason}`
}
