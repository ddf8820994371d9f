import type { ReviewFigure } from '../../../src/cases/case.ts'
import { formatQuantity } from '../format/quantity.ts'
import { formatRatio } from '../format/ratio.ts'

/** Each figure beside the median of the team. */
export function ReviewFigures({ figures }: { readonly figures: readonly ReviewFigure[] }) {
  return (
    <div className="scroller">
      <table className="numbers">
        <caption className="hidden">Access review</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">This person</th>
            <th scope="col">Team median</th>
            <th scope="col">Ratio</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ name, unit, value, teamMedian, ratio }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatQuantity(value, unit)}</td>
              <td>{teamMedian === null ? 'fewer than five' : formatQuantity(teamMedian, unit)}</td>
              <td>{ratio === null ? '–' : formatRatio(ratio)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
