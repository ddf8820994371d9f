import type { Feedback } from '../../../src/detect/feedback/read-feedback.ts'
import { formatCount } from '../format/bytes.ts'

/** What was to be expected, and what came of it. */
export function FeedbackFigures({
  feedback: { budget, threshold, realised },
}: {
  readonly feedback: Feedback
}) {
  const figures = [
    {
      name: 'Budget of false cases',
      value: `${figure(budget.casesAWeek)} a week`,
      note: budget.isDefault ? `the default: 1 for 180 of ${formatCount(budget.people)} people` : 'decided',
    },
    {
      name: 'Cases of honest work',
      value: `${figure(realised.falseCasesAWeek)} a week`,
      note: `${realised.honest} in the ${realised.weeks} weeks before the newest case`,
    },
    {
      name: 'Other verdicts, none yet',
      value: `${realised.otherwise}, ${realised.undecided}`,
      note: 'in the same weeks',
    },
    {
      name: 'Threshold',
      value: threshold === null ? 'as at the start' : `${threshold.nats.toFixed(2)} nats`,
      note: threshold === null ? 'never fitted here' : `fitted to ${threshold.weeks.length} ordinary weeks`,
    },
  ]
  return (
    <dl className="figures">
      {figures.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value} <small>{note}</small>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function figure(value: number): string {
  return String(Number(value.toFixed(2)))
}
