import { describe, expect, test } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { sequencesOf } from './sequences-of.ts'

const GB = 1_000_000_000
const on = temporaryStores()
const SPAN = { from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' }

const common = (id: number, time: string, account: string) => ({
  time: `${time}.000`,
  source: 'test',
  system: 'test',
  account,
  src_ip: '10.0.0.7',
  event_id: `${id}`,
  input: 1,
  offset: id,
  batch: 1,
})

describe('sequences of somebody', () => {
  test('are read from single acts of every table, with the rows they lead back to', async () => {
    const { analytics } = on.stores
    const artifact = (id: number, time: string, operation: string, status = 200) => ({
      ...common(id, time, 'opal.kite'),
      registry: 'mlflow',
      model: '',
      version: '',
      run: '',
      path: 'models/titan/',
      file: `shard-${id}.safetensors`,
      bytes: 4 * GB,
      operation,
      status,
    })
    await analytics.insert('artifact_row', [
      artifact(1, '2026-03-10 02:00:00', 'GET'),
      artifact(2, '2026-03-10 02:10:00', 'GET'),
      artifact(3, '2026-03-10 02:20:00', 'GET', 403),
      artifact(4, '2026-03-10 02:30:00', 'LIST'),
    ])
    await analytics.insert('object_row', [
      {
        ...common(5, '2026-03-10 03:00:00', 'opal.kite'),
        bucket: 'scratch',
        key: "o'hara/x.bin",
        prefix: "o'hara/",
        operation: 'PutObject',
        objects: 1,
        bytes: 8.1 * GB,
        status: 200,
      },
    ])
    const flow = (id: number, time: string, account: string, ip: string) => ({
      ...common(id, time, account),
      dst_ip: ip,
      dst_port: 443,
      dst_name: '',
      protocol: 'tcp',
      bytes_out: 8.1 * GB,
      bytes_in: 0,
      duration_s: 60,
      tunnel: '',
    })
    await analytics.insert('flow_row', [
      flow(6, '2026-03-10 04:00:00', 'opal.kite', '203.0.113.9'),
      flow(7, '2026-03-10 04:00:00', 'opal.kite', '10.1.2.3'),
      flow(8, '2026-03-10 04:00:00', 'calm.tern', '203.0.113.9'),
    ])
    await analytics.insert('staff_row', [
      {
        person: 'opal.kite',
        kind: 'notice',
        effective: '2026-03-20 00:00:00.000',
        detail: 'why is not read',
        origin: 'staff.csv',
        batch: 1,
        deleted: 0,
      },
    ])
    const [sequence, ...others] = await sequencesOf(analytics, ['opal.kite'], SPAN)
    expect(others).toEqual([])
    expect(sequence).toMatchObject({ destination: '203.0.113.9', matchedBytes: 8 * GB, pValue: null })
    expect(sequence?.steps.map(({ stage, time, rows }) => [stage, time, rows])).toEqual([
      [
        'collect',
        '2026-03-10T02:00:00Z',
        [
          { table: 'artifact', id: '1' },
          { table: 'artifact', id: '2' },
        ],
      ],
      ['stage', '2026-03-10T03:00:00Z', [{ table: 'object', id: '5' }]],
      ['send', '2026-03-10T04:00:00Z', [{ table: 'flow', id: '6' }]],
      ['leave', '2026-03-20T00:00:00Z', [{ table: 'staff', id: '' }]],
    ])
  })
})
