import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { ANALYTICS_MIGRATIONS } from '../analytics/migrate.ts'
import { openAnalytics } from '../analytics/open-analytics.ts'
import { openRecords } from '../records/open-records.ts'
import { openStores, type Stores } from '../stores.ts'
import { writeBackup } from './backup.ts'
import {
  answersOf,
  fillActivity,
  fillRecordTables,
  fillStrange,
  STRANGE_TABLE,
} from './installation.fixture.ts'
import { restoreBackup } from './restore.ts'
import { partsOf, storedTables } from './stored-tables.ts'

const SOURCES = { folder: 'sources', ending: '.yaml' }
const folder = temporaryFolder()
const source = join(folder, 'source')
const backups = { folder: join(folder, 'backup'), tar: join(folder, 'backup.tar') }
let answers: Record<string, string> = {}
let tests = 0
let data = ''

beforeEach(() => {
  process.env['WEIGHBRIDGE_ANALYTICS'] = ''
  process.env['WEIGHBRIDGE_RECORDS'] = ''
  data = join(folder, `data-${tests++}`)
})

beforeAll(async () => {
  process.env['WEIGHBRIDGE_ANALYTICS'] = ''
  process.env['WEIGHBRIDGE_RECORDS'] = ''
  answers = await using(source, async (stores) => {
    await fillActivity(stores.analytics)
    await fillRecordTables(stores.records)
    mkdirSync(join(source, 'sources'))
    writeFileSync(join(source, 'sources', 'our own.yaml'), 'name: ours\n')
    for (const path of Object.values(backups)) await writeBackup(stores, planFor(path))
    return answersOf(stores.analytics)
  })
}, 60_000)

describe('a backup', () => {
  it.each(Object.entries(backups))(
    'as a %s is given back whole to an empty folder',
    async (_kind, path) => {
      await restore(path)
      await using(data, async ({ analytics, records }) => {
        expect(await answersOf(analytics)).toEqual(answers)
        const cases = await records.db
          .selectFrom('case_record')
          .select('person')
          .where('id', '=', 'case-0')
          .execute()
        expect(cases[0]?.person).toContain("Zoë\u2028'; drop table")
        expect(await records.db.selectFrom('watermark').select('batch').executeTakeFirst()).toEqual({
          batch: 3,
        })
      })
      expect(readFileSync(join(data, 'sources', 'our own.yaml'), 'utf8')).toBe('name: ours\n')
      expect(readFileSync(join(data, 'installation'), 'utf8')).toBe(
        readFileSync(join(source, 'installation'), 'utf8'),
      )
    },
    60_000,
  )

  it('has batches counted on where they were, also past those that are gone', async () => {
    await restore(backups.folder)
    await using(data, async ({ records }) => {
      const { id } = await records.db
        .insertInto('intake_batch')
        .values({ input: 1, start: 0, end: 1, started_at: '', finished_at: null })
        .returning('id')
        .executeTakeFirstOrThrow()
      expect(id).toBe(4)
    })
  }, 60_000)

  it('keeps every value of every type', async () => {
    const strange = join(folder, 'strange')
    const path = join(folder, 'strange.tar')
    const before = await using(join(folder, 'strange-source'), async (stores) => {
      await stores.analytics.command(STRANGE_TABLE)
      await fillStrange(stores.analytics)
      await writeBackup(stores, { ...planFor(path), dataDir: join(folder, 'strange-source') })
      return strangeRows(stores)
    })
    await using(strange, (stores) => stores.analytics.command(STRANGE_TABLE))
    await restoreBackup({ ...planFor(path), dataDir: strange, replace: false })
    expect(await using(strange, strangeRows)).toEqual(before)
    expect(before).toHaveLength(5)
  }, 60_000)

  it('is told by its name only when it is whole, and never written over another', async () => {
    const path = join(folder, 'failing')
    await using(source, async (stores) => {
      const failing = writeBackup(stores, {
        ...planFor(path),
        onPart: () => {
          throw new Error('the disk is full')
        },
      })
      await expect(failing).rejects.toThrow('the disk is full')
      await expect(writeBackup(stores, planFor(backups.tar))).rejects.toMatchObject({ code: 'bad-usage' })
    })
    expect(readdirSync(folder).filter((name) => name.startsWith('failing'))).toEqual([])
  })

  it('is only for its owner to read', () => {
    expect(statSync(backups.folder).mode & 0o777).toBe(0o700)
    expect(statSync(backups.tar).mode & 0o777).toBe(0o600)
    expect(statSync(join(backups.folder, 'manifest.json')).mode & 0o777).toBe(0o600)
  })
})

describe('restoring', () => {
  it('finds a flipped byte in any file of a folder before anything is written', async () => {
    const names = readdirSync(backups.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(backups.folder, name)).isFile(),
    )
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) {
      const path = join(folder, 'damaged')
      cpSync(backups.folder, path, { recursive: true, force: true })
      flip(join(path, name), 0.5)
      await expect(restore(path), name).rejects.toMatchObject({ code: 'bad-input' })
      expect(existsSync(data), name).toBe(false)
    }
  }, 60_000)

  it('finds a flipped byte anywhere in a file, and a file that breaks off', async () => {
    const path = join(folder, 'damaged.tar')
    for (let part = 0; part < 1; part += 0.021) {
      cpSync(backups.tar, path)
      flip(path, part)
      await expect(restore(path), `${part}`).rejects.toMatchObject({ code: 'bad-input' })
    }
    const bytes = readFileSync(backups.tar)
    for (const length of [0, 511, 512, bytes.length / 2, bytes.length - 1024]) {
      writeFileSync(path, bytes.subarray(0, length))
      await expect(restore(path), `${length}`).rejects.toMatchObject({ code: 'bad-input' })
    }
    expect(existsSync(data)).toBe(false)
  }, 60_000)

  it('refuses what a newer program wrote, in one sentence', async () => {
    const newer = [
      { version: '99.0.0' },
      { format: 2, unheardOf: true },
      { analytics: { migrations: [...ANALYTICS_MIGRATIONS, '9999-moon'], tables: [] } },
    ]
    for (const [at, change] of newer.entries()) {
      const path = join(folder, `newer-${at}`)
      cpSync(backups.folder, path, { recursive: true })
      rewriteManifest(path, change)
      await expect(restore(path)).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringMatching(
          /written by a newer Weighbridge .*(99\.0\.0|format 2|9999-moon).*update this one/,
        ),
      })
    }
    expect(existsSync(data)).toBe(false)
  })

  it('brings what an older program wrote up to date', async () => {
    const old = join(folder, 'old')
    const path = join(folder, 'old.tar')
    const analytics = await openAnalytics({ dataDir: old, until: '0005-more-activity' })
    const records = await openRecords({ dataDir: old, until: '0005-bucket' })
    await analytics.command("INSERT INTO dirty_row VALUES ('inference', '2026-03-10', 5)")
    await writeBackup(
      { analytics, records, close: async () => undefined },
      { ...planFor(path), dataDir: old },
    )
    await records.close()
    await analytics.close()
    await restore(path)
    await using(data, async (stores) => {
      const names = await stores.analytics.query<{ name: string }>('SELECT name FROM migration ORDER BY name')
      expect(names.map(({ name }) => name)).toEqual(ANALYTICS_MIGRATIONS)
      expect(await stores.analytics.query('SELECT activity, batch FROM dirty_row')).toEqual([
        { activity: 'inference', batch: 5 },
      ])
    })
  }, 60_000)

  it('refuses an installation that holds something, unless it is to be replaced', async () => {
    await using(data, async ({ analytics, records }) => {
      await analytics.command("INSERT INTO dirty_row VALUES ('other', '2026-03-10', 5)")
      // In a month that the backup has rows of too.
      await analytics.command(
        "INSERT INTO inference_row (time, event_id, batch) VALUES ('2026-01-31 00:00:00', 9, 9)",
      )
      await records.db.insertInto('watermark').values({ name: 'other', batch: 9 }).execute()
    })
    await expect(restore(backups.tar)).rejects.toMatchObject({
      code: 'bad-usage',
      message: expect.stringMatching(/holds activity and records already.*--replace/),
    })
    await using(data, async ({ analytics }) => {
      expect(await analytics.query('SELECT activity FROM dirty_row')).toEqual([{ activity: 'other' }])
    })
    await restore(backups.tar, { replace: true })
    await using(data, async ({ analytics, records }) => {
      expect(await answersOf(analytics)).toEqual(answers)
      expect(await records.db.selectFrom('watermark').select('name').execute()).toEqual([
        { name: 'roll-ups' },
      ])
    })
  }, 60_000)

  it('that was stopped lets nobody in, and goes on where it was', async () => {
    const parts: string[] = []
    const stopping = restore(backups.tar, {
      onPart: ({ table, partition }) => {
        parts.push(`${table} ${partition}`)
        if (parts.length === 2) throw new Error('stopped')
      },
    })
    await expect(stopping).rejects.toThrow('stopped')
    await expect(openStores(data)).rejects.toMatchObject({
      message: expect.stringMatching(/run it again to its end/),
    })
    const there: string[] = []
    await restore(backups.tar, {
      onPart: ({ table, partition, wasThere }) => void (wasThere && there.push(`${table} ${partition}`)),
    })
    expect(there).toEqual(parts)
    await using(data, async ({ analytics }) => expect(await answersOf(analytics)).toEqual(answers))
    // Once more: everything is there.
    await restore(backups.tar)
  }, 60_000)
})

it('rows that differ in anything differ in their hash', async () => {
  await using(data, async ({ analytics }) => {
    await analytics.command(STRANGE_TABLE)
    const table = (await storedTables(analytics)).find(({ name }) => name === 'strange_row')
    if (table === undefined) throw new Error('It was just made.')
    const hashes = new Set<string>()
    const changes = [
      'nothing = NULL',
      "nothing = ''",
      'number = NULL',
      'number = 0',
      'number = -0.0',
      'tag = NULL',
      "tag = ''",
    ]
    for (const change of changes) {
      await analytics.command('TRUNCATE TABLE strange_row')
      const [column, value] = change.split(' = ')
      await analytics.command(`INSERT INTO strange_row (key, nothing, number, tag) SELECT 1,
        ${column === 'nothing' ? value : "'x'"}, ${column === 'number' ? value : '7'}, ${column === 'tag' ? value : "'x'"}`)
      hashes.add((await partsOf(analytics, table))[0]?.hash ?? '')
    }
    expect(hashes.size).toBe(changes.length)
  })
})

function planFor(path: string) {
  return { path, dataDir: source, sources: SOURCES, version: '1.2.3' }
}

function restore(path: string, more: Partial<Parameters<typeof restoreBackup>[0]> = {}) {
  return restoreBackup({ ...planFor(path), dataDir: data, replace: false, ...more })
}

async function using<Result>(dataDir: string, run: (stores: Stores) => Promise<Result>): Promise<Result> {
  const stores = await openStores(dataDir)
  try {
    return await run(stores)
  } finally {
    await stores.close()
  }
}

function strangeRows({ analytics }: Stores) {
  return analytics.query(
    `SELECT * EXCEPT (bytes, tag, code, map, number), hex(bytes), hex(tag), hex(code), hex(mapKeys(map)[2]),
       mapValues(map), reinterpretAsUInt64(assumeNotNull(number)), number IS NULL, toString(key), toString(wide)
     FROM strange_row ORDER BY key`,
  )
}

function flip(path: string, part: number): void {
  const bytes = readFileSync(path)
  // The end of a tar file says nothing: blocks of zeros.
  const at = Math.floor((path.endsWith('.tar') ? bytes.length - 1024 : bytes.length) * part)
  bytes[at] = (bytes[at] ?? 0) ^ 0x10
  writeFileSync(path, bytes)
}

function rewriteManifest(path: string, change: object): void {
  const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as object
  const text = JSON.stringify({ ...manifest, ...change })
  writeFileSync(join(path, 'manifest.json'), text)
  const hash = createHash('sha256').update(text).digest('hex')
  writeFileSync(join(path, 'manifest.json.sha256'), `${hash}  manifest.json\n`)
}
