import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { loadSources } from '../sources/registry.ts'
import { deliveryIdentity } from './identity.ts'
import { openReceiver, type Receiver } from './receiver.ts'
import { lineSorter } from './sort-lines.ts'

const opened = temporaryStores()
const SOURCES = loadSources()
const sorter = lineSorter(SOURCES)

let receiver: Receiver
beforeEach(() => {
  receiver = openReceiver(opened.stores)
})

const call = (user: string, second: number, tokens = '7') =>
  `2026-03-10T22:14:${String(second).padStart(2, '0')}Z POST /v1/completions user=${user} src=10.50.100.47 tokens_in=1 tokens_out=${tokens} status=200`

function deliver(text: string, { sender = 'edge', key = null as string | null } = {}) {
  const body = Buffer.from(text)
  const identity = deliveryIdentity({ sender, route: 'auto', key, body })
  return receiver.deliver({ sender, identity, groups: sorter.sort(body) })
}

async function rows(sql: string): Promise<unknown[]> {
  return opened.stores.analytics.query(sql)
}

describe('a delivery', () => {
  it('is rows and rejects once it is answered', async () => {
    const flow = '2026-03-26T01:22:15Z 10.50.100.47 -> 198.51.100.55:443 Bytes: 4,200 Duration: 3,600s'
    const text = `${call('a', 1)}\n${flow}\r\nno log at all\n${call('a', 2, 'many')}\n${call('b', 3)}`
    expect(await deliver(text)).toMatchObject({ accepted: 3, rejected: 2, passedOver: 0, duplicates: 0 })
    expect(await rows('SELECT account FROM inference ORDER BY time')).toEqual([
      { account: 'a' },
      { account: 'b' },
    ])
    expect(await rows('SELECT bytes_out FROM flow')).toEqual([{ bytes_out: 4200 }])
    expect(await rows('SELECT source, file, reason, line FROM reject ORDER BY source')).toEqual([
      {
        source: 'inference-log',
        file: 'delivered by edge',
        reason: expect.stringContaining('tokens_out'),
        line: call('a', 2, 'many'),
      },
      {
        source: 'unknown',
        file: 'delivered by edge',
        reason: 'no source recognises it',
        line: 'no log at all',
      },
    ])
  })

  it('changes nothing when it comes again, also after a crash between its rows and its confirmation', async () => {
    const text = `${call('a', 1)}\nnonsense\n${call('a', 2)}\n`
    await deliver(text)
    await opened.stores.records.db.updateTable('intake_batch').set({ finished_at: null }).execute()
    receiver = openReceiver(opened.stores)
    expect(await deliver(text)).toMatchObject({ accepted: 0, rejected: 0, duplicates: 3 })
    expect(await rows('SELECT count() AS n FROM inference')).toEqual([{ n: 2 }])
    expect(await rows('SELECT count() AS n FROM reject')).toEqual([{ n: 1 }])
  })

  it('counts once where the same bytes come twice at once, and twice under different keys', async () => {
    const text = `${call('a', 1)}\n`
    const receipts = await Promise.all([deliver(text), deliver(text), deliver(text, { key: 'other' })])
    expect(receipts.map(({ accepted, duplicates }) => [accepted, duplicates])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ])
    expect(await rows('SELECT count() AS n FROM inference')).toEqual([{ n: 2 }])
  })

  it('is apart from the same bytes of another sender', async () => {
    await Promise.all([deliver(call('a', 1)), deliver(call('a', 1), { sender: 'other' })])
    expect(await rows('SELECT count() AS n FROM inference')).toEqual([{ n: 2 }])
  })

  it('shares a block with those that came while the last was written', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, second) => deliver(call('a', second))))
    const batches = await opened.stores.records.db.selectFrom('intake_batch').selectAll().execute()
    expect(batches.length).toBe(1)
    expect(batches[0]).toMatchObject({ lines: 40, accepted: 40, finished_at: expect.any(String) })
    expect(await rows('SELECT count() AS n, uniqExact(input) AS inputs FROM inference_row')).toEqual([
      { n: 40, inputs: 40 },
    ])
  })

  it('fails alone where its block fails, and succeeds when it is sent again', async () => {
    const healthy = deliver(call('a', 1))
    const openBlock = opened.stores.analytics.openBlock.bind(opened.stores.analytics)
    opened.stores.analytics.openBlock = () => {
      const block = openBlock()
      const add = (piece: Parameters<typeof block.add>[0]) => {
        if (Buffer.from(piece.bytes).includes('user=poison'))
          throw new WeighbridgeError('store-failed', 'Full.')
        block.add(piece)
      }
      return {
        add,
        release: () => block.release(),
        get relation() {
          return block.relation
        },
      }
    }
    await expect(deliver(call('poison', 2))).rejects.toThrow('Full.')
    expect(await healthy).toMatchObject({ accepted: 1 })
    opened.stores.analytics.openBlock = openBlock
    expect(await deliver(call('poison', 2))).toMatchObject({ accepted: 1, duplicates: 0 })
    expect(await rows('SELECT count() AS n FROM inference')).toEqual([{ n: 2 }])
  })

  it('is refused once the receiver is closed, and finished if it was begun before', async () => {
    const begun = deliver(call('a', 1))
    const closed = receiver.close()
    await expect(deliver(call('a', 2))).rejects.toThrow('closed')
    await closed
    expect(await begun).toMatchObject({ accepted: 1 })
  })
})
