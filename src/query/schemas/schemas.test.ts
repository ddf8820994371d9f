import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { checkTable } from './check-table.ts'
import { PRODUCTS, schemaNamed, shippedTables } from './load-schemas.ts'

const here = temporaryStores()

/** The conformance suite of schema tables. */
describe.each(PRODUCTS)('%s', (product) => {
  const tables = shippedTables(product)

  it('gives of every table its columns, in their order and types', async () => {
    for (const table of tables) {
      const wrong = (await checkTable(here.stores.analytics, table)).filter(({ fits }) => !fits)
      expect([table.name, wrong]).toEqual([table.name, []])
    }
  })

  it('has no name twice, and times that are datetimes', () => {
    const names = tables.map(({ name }) => name)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    for (const { name, time, columns } of tables) {
      const type = columns.find((column) => column.name === time)?.type ?? 'datetime'
      expect([name, type]).toEqual([name, 'datetime'])
    }
  })
})

it('gives every table its own name where all products are together', () => {
  const names = schemaNamed().tables.map(({ name }) => name)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})
