import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type ClickHouseNodes,
  NODES_IMPOSSIBLE,
  startClickHouse,
} from '../../../../test/support/clickhouse-nodes.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { openAnalytics } from '../open-analytics.ts'

const folder = temporaryFolder()
let nodes: ClickHouseNodes

beforeAll(async () => {
  if (NODES_IMPOSSIBLE === null) nodes = await startClickHouse({ shards: 1, replicas: 1 })
})
afterAll(() => nodes?.stop())

test.skipIf(NODES_IMPOSSIBLE !== null)(
  `an insert that was stored, and whose answer was lost, counts once ${NODES_IMPOSSIBLE ?? ''}`,
  async () => {
    const [node] = nodes.nodes
    const losing = await losingAnswers(node?.url ?? '', /INSERT INTO flow_row/)
    const url = new URL(nodes.address('scales'))
    url.port = `${losing.port}`
    const store = await openAnalytics({ dataDir: folder, url: url.href })
    // Merged at once, what was stored twice would be seen by no test.
    await node?.ask('SYSTEM STOP MERGES')

    await store.insert(
      'flow_row',
      Array.from({ length: 10 }, (_, at) => ({
        time: '2026-03-10 22:14:33.000',
        source: 'flow-log',
        src_ip: '10.0.0.7',
        event_id: `${at}`,
        batch: 1,
      })),
    )

    expect(losing.lost()).toBe(1)
    expect(await store.rowsStored(['flow_row'])).toBe(20)
    expect(await store.query('SELECT count() AS acts FROM flow')).toEqual([{ acts: 10 }])
    expect(await store.query('SELECT count() AS rows FROM flow_row WHERE batch = 1')).toEqual([{ rows: 10 }])
    await store.close()
    losing.close()
  },
)

/** Passes requests on, and cuts the connection when the first one of a kind has been carried out. */
async function losingAnswers(target: string, kind: RegExp) {
  let lost = 0
  const server = createServer((incoming, outgoing) => {
    const onward = request(
      target + incoming.url,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        if (lost === 0 && kind.test(decodeURIComponent((incoming.url ?? '').replaceAll('+', ' ')))) {
          answer.resume().once('end', () => {
            lost += 1
            incoming.socket.destroy()
          })
          return
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      },
    )
    incoming.pipe(onward)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  return { port, lost: () => lost, close: () => server.close() }
}
