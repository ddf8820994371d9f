import { afterAll, beforeAll } from 'vitest'
import { type ClickHouseNodes, NODES_IMPOSSIBLE, type Shape, startClickHouse } from './clickhouse-nodes.ts'

const SHAPES: Readonly<Record<string, Shape>> = {
  server: { shards: 1, replicas: 1 },
  cluster: { shards: 2, replicas: 2 },
}

/**
 * Says where `openStores` keeps the activity of a test file: in the data folder, or, where WEIGHBRIDGE_TEST_ENGINES
 * has `server` or `cluster` in it, in nodes that are started for this file, each time in a database of its own.
 */
export function analyticsUnderTest(): { empty(): void } {
  const engine = (process.env['WEIGHBRIDGE_TEST_ENGINES'] ?? '').split(',').find((name) => name in SHAPES)
  const shape = SHAPES[engine ?? '']
  if (shape === undefined) {
    process.env['WEIGHBRIDGE_ANALYTICS'] = ''
    return { empty: () => undefined }
  }
  if (NODES_IMPOSSIBLE !== null) throw new Error(`WEIGHBRIDGE_TEST_ENGINES=${engine} ${NODES_IMPOSSIBLE}.`)
  let nodes: ClickHouseNodes | null = null
  let databases = 0
  const empty = () => {
    process.env['WEIGHBRIDGE_ANALYTICS'] = nodes?.address(`scales_${databases++}`)
  }
  beforeAll(async () => {
    nodes = await startClickHouse(shape)
    empty()
  })
  afterAll(() => nodes?.stop())
  return { empty }
}
