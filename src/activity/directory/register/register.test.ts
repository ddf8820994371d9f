import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../../test/support/temporary-stores.ts'
import { decisionsIn, undo } from '../../../store/records/decisions.ts'
import { destinations } from '../destinations.ts'
import { takeDirectory } from '../take-directory.ts'
import { projectRegister } from './project.ts'
import { readRegister } from './read-register.ts'
import { sanction, withdraw } from './sanctions.ts'

const place = temporaryStores()

const BY = { by: 'ada@example.com', reason: 'Contract 7 with the vendor.' }

/** One flow an hour of the day, each of a person of its own. */
async function flows(...to: readonly (readonly [destination: string, ip: string, day?: string])[]) {
  await place.stores.analytics.insert(
    'flow_hour_row',
    to.map(([destination, dst_ip, day = '2026-03-10'], hour) => ({
      hour: `${day} ${String(hour).padStart(2, '0')}:00:00`,
      person: `person-${hour}`,
      destination,
      dst_ip,
      tunnel: '',
      is_internal: 0,
      flows: 1,
      bytes_out: 1000 * (hour + 1),
      bytes_in: 0,
      duration_s: 1,
      version: 1,
      deleted: 0,
    })),
  )
}

async function file(lines: string, name = 'destinations.csv') {
  const taken = await takeDirectory(place.stores, { name, bytes: Buffer.from(lines) }, destinations)
  await place.stores.analytics.reloadDictionaries()
  return taken
}

/** Standing and entry of every flow, in the order of time. */
async function standings() {
  const rows = await place.stores.analytics.query<{ standing: string; registered_as: string }>(
    'SELECT standing, registered_as FROM flow_hour ORDER BY hour',
  )
  return rows.map(({ standing, registered_as }) => `${standing} ${registered_as}`.trim())
}

describe('an entry', () => {
  it('is found by name, then by the longest end, then by the narrowest network', async () => {
    await file(
      [
        'address,name,standing',
        'Store.Vendor.example,x,own',
        '*.vendor.example,x,vendor',
        '*.eu.vendor.example,x,partner',
        '203.0.113.0/24,x,vendor',
        '203.0.113.7,x,own',
        '2001:db8::/32,x,partner',
      ].join('\n'),
    )
    await flows(
      ['STORE.vendor.example', '198.51.100.1'],
      ['a.vendor.example', ''],
      ['b.a.vendor.example', ''],
      ['x.eu.vendor.example', ''],
      ['vendor.example', ''],
      ['evilvendor.example', ''],
      ['a.vendor.example.test', ''],
      ['203.0.113.9', '203.0.113.9'],
      ['203.0.113.7', '203.0.113.7'],
      ['host.test', '203.0.113.8'],
      ['2001:DB8:0::5', '2001:DB8:0::5'],
      ['198.51.100.1', '198.51.100.1'],
      ['host.test', ''],
    )
    expect(await standings()).toEqual([
      'own store.vendor.example',
      'vendor *.vendor.example',
      'vendor *.vendor.example',
      'partner *.eu.vendor.example',
      '',
      '',
      '',
      'vendor 203.0.113.0/24',
      'own 203.0.113.7',
      'vendor 203.0.113.0/24',
      'partner 2001:db8::/32',
      '',
      '',
    ])
  })

  it('holds to the end of its last day', async () => {
    await file('address,standing,until\nstore.example.test,vendor,2026-03-10\n')
    await flows(['store.example.test', '', '2026-03-10'], ['store.example.test', '', '2026-03-11'])
    expect(await standings()).toEqual(['vendor store.example.test', ''])
  })

  it('of before there were days and ends still holds', async () => {
    await place.stores.analytics.insert('destination_row', [
      { address: 'old.example', name: '', standing: 'own', origin: 'd', batch: 1, deleted: 0 },
      { address: '10.0.0.0/99/x', name: '', standing: 'own', origin: 'd', batch: 1, deleted: 0 },
      { address: '::/', name: '', standing: 'own', origin: 'd', batch: 1, deleted: 0 },
    ])
    await place.stores.analytics.reloadDictionaries()
    await flows(['old.example', '203.0.113.9'])
    expect(await standings()).toEqual(['own old.example'])
  })
})

describe('what people decide', () => {
  it('takes effect when it is projected, and once', async () => {
    const { stores } = place
    await flows(['a.vendor.example', ''])
    await sanction(stores.records, { address: '*.Vendor.example', standing: 'vendor' }, BY)
    expect(await standings()).toEqual([''])
    expect(await projectRegister(stores)).toBe(true)
    expect(await projectRegister(stores)).toBe(false)
    expect(await standings()).toEqual(['vendor *.vendor.example'])
  })

  it('goes before a file, is said to, and leaves the file speaking when undone', async () => {
    const { stores } = place
    await file('address,name,standing\nstore.example.test,Store,vendor\n')
    await flows(['store.example.test', ''])
    const { id } = await withdraw(stores.records, 'store.example.test', { ...BY, reason: 'Contract ended.' })
    await projectRegister(stores)
    expect(await standings()).toEqual(['store.example.test'])
    const [entry] = (await readRegister(stores)).entries
    expect(entry).toMatchObject({
      standing: 'withdrawn',
      source: 'console',
      from: BY.by,
      reason: 'Contract ended.',
      decision: id,
      conflict: expect.stringMatching(
        /^destinations\.csv says vendor; ada@example\.com withdrew it on .*, and that holds\.$/,
      ),
      people: 1,
      bytesOut: 1000,
      lastUsed: '2026-03-10',
    })
    await undo(stores.records, id, { ...BY, reason: 'It was renewed.' })
    await projectRegister(stores)
    expect(await standings()).toEqual(['vendor store.example.test'])
    expect((await readRegister(stores)).entries).toEqual([
      expect.objectContaining({
        standing: 'vendor',
        source: 'file',
        from: 'destinations.csv',
        conflict: null,
      }),
    ])
    expect(await decisionsIn(stores.records)).toEqual([
      expect.objectContaining({ id, undone: expect.objectContaining({ reason: 'It was renewed.' }) }),
    ])
  })

  it('withdraws one host of many, and comes back over its own deletion', async () => {
    const { stores } = place
    await file('address,standing\n*.vendor.example,vendor\n')
    await flows(['personal.vendor.example', ''], ['a.vendor.example', ''])
    for (const _ of [1, 2]) {
      const { id } = await withdraw(stores.records, 'personal.vendor.example', BY)
      await projectRegister(stores)
      expect(await standings()).toEqual(['personal.vendor.example', 'vendor *.vendor.example'])
      await undo(stores.records, id, BY)
      await projectRegister(stores)
      expect(await standings()).toEqual(['vendor *.vendor.example', 'vendor *.vendor.example'])
    }
  })

  it('goes back to the decision before when the newest is undone', async () => {
    const { stores } = place
    await flows(['a.example.test', ''])
    await sanction(stores.records, { address: 'a.example.test', standing: 'partner' }, BY)
    const { id } = await sanction(stores.records, { address: 'a.example.test', standing: 'vendor' }, BY)
    await projectRegister(stores)
    expect(await standings()).toEqual(['vendor a.example.test'])
    await undo(stores.records, id, BY)
    await projectRegister(stores)
    expect(await standings()).toEqual(['partner a.example.test'])
  })

  it.each([
    [{ address: '*' }, 'The address "*" has a *'],
    [{ standing: 'constructor' as 'own' }, 'The standing must be one of own, partner, vendor.'],
    [{ until: '2026-02-30' }, '"2026-02-30" is not a day'],
    [{ note: 'x'.repeat(501) }, 'The note is longer than 500 characters'],
  ])('is refused in one sentence: %#', async (wrong, sentence) => {
    const said = { address: 'a.example.test', standing: 'own' as const, ...wrong }
    await expect(sanction(place.stores.records, said, BY)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(sentence),
    })
  })

  it.each([
    [{ by: '  ', reason: 'x' }, 'The name of who decides is missing'],
    [{ by: 'x', reason: '\u0000\u202e\n' }, 'The reason is missing'],
    [{ by: 'x', reason: 'y'.repeat(2001) }, 'longer than 2000'],
  ])('needs somebody and a reason that can be read: %#', async (deciding, sentence) => {
    await expect(withdraw(place.stores.records, 'a.example.test', deciding)).rejects.toThrow(sentence)
  })

  it('keeps hostile text as text (adversary: whoever names things)', async () => {
    const { stores } = place
    const hostile = `'); DROP TABLE decision; -- <script>alert(1)</script> {x:String} \\'`
    await sanction(
      stores.records,
      { address: hostile, standing: 'own', note: hostile },
      { by: hostile, reason: hostile },
    )
    await projectRegister(stores)
    await flows([hostile, ''])
    expect(await standings()).toEqual([`own ${hostile.toLowerCase()}`])
    const [entry] = (await readRegister(stores)).entries
    expect(entry).toMatchObject({
      address: hostile.toLowerCase(),
      note: hostile,
      from: hostile,
      reason: hostile,
    })
  })
})

it('offers the destinations that nobody has decided about, the largest first', async () => {
  await file('address,standing\n*.vendor.example,vendor\n')
  await flows(
    ['small.test', ''],
    ['a.vendor.example', ''],
    ['large.test', '', '2026-03-01'],
    ['large.test', '', '2026-03-09'],
    ['older.test', '', '2026-01-01'],
  )
  const { unregistered, unregisteredInAll, from, to } = await readRegister(place.stores)
  expect({ from, to, unregisteredInAll }).toEqual({
    from: '2026-02-11',
    to: '2026-03-10',
    unregisteredInAll: 2,
  })
  expect(unregistered).toEqual([
    { destination: 'large.test', people: 2, bytesOut: 7000, firstUsed: '2026-03-01', lastUsed: '2026-03-09' },
    { destination: 'small.test', people: 1, bytesOut: 1000, firstUsed: '2026-03-10', lastUsed: '2026-03-10' },
  ])
})

it('is empty where there is nothing', async () => {
  expect(await readRegister(place.stores)).toEqual({
    entries: [],
    unregistered: [],
    unregisteredInAll: 0,
    from: null,
    to: null,
  })
})
