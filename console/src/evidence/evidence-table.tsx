import type { Evidence } from '../../../src/cases/case.ts'
import { ScrollRegion } from '../states/scroll-region.tsx'
import { cellText } from './cell-text.ts'

/** The rows as the query gave them. */
export function EvidenceTable({ evidence }: { readonly evidence: Evidence }) {
  const { columns } = evidence
  const [first] = evidence.rows
  const rows = evidence.rows.map((cells, at) => ({
    key: `row ${at}`,
    cells: columns.map((column, index) => ({ column, value: cells[index] ?? null })),
  }))
  return (
    <ScrollRegion className="evidence-scroll" label="Rows">
      <table>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th scope="col" key={column} className={alignment(first?.[index])}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map(({ column, value }) => (
                <td key={column} className={alignment(value)}>
                  {cellText(column, value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function alignment(value: unknown): string | undefined {
  return typeof value === 'number' ? 'number' : undefined
}
