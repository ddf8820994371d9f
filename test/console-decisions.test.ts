import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { destinations } from '../src/activity/directory/destinations.ts'
import { takeDirectory } from '../src/activity/directory/take-directory.ts'
import { decisionsOver } from '../src/cases/decide.ts'
import { verdictsIn } from '../src/detect/feedback/verdicts.ts'
import { type RunningServer, startServer } from '../src/server/server.ts'
import { decisionsIn } from '../src/store/records/decisions.ts'
import { BEHAVIOUR } from './console-story/behaviour.ts'
import {
  accessibilityViolations,
  chromiumPath,
  launch,
  type Watched,
  watch,
} from './console-story/browser.ts'
import { STORY_CASE } from './console-story/cases.ts'
import { HEALTH } from './console-story/health.ts'
import { fixtureReader } from './console-story/reader.ts'
import { temporaryStores } from './support/temporary-stores.ts'

const SENT = 'storage.personal-cloud.example.com'
const HOSTILE = '<img src=x onerror="document.title=1">'

const why =
  chromiumPath === null ? ' (skipped: no Chromium here; install the package `chromium` or set CHROMIUM)' : ''

describe.skipIf(chromiumPath === null)(`decisions in the console${why}`, () => {
  const place = temporaryStores()
  let consoleDir: string
  let server: RunningServer
  let browser: Browser
  let watched: Watched
  let page: Page

  beforeAll(async () => {
    consoleDir = await mkdtemp(join(tmpdir(), 'weighbridge-console-'))
    const configFile = join(import.meta.dirname, '..', 'console', 'vite.config.ts')
    // A test's NODE_ENV would build React's development version, which nobody ships.
    vi.stubEnv('NODE_ENV', 'production')
    await build({ configFile, logLevel: 'error', build: { outDir: consoleDir } })
    vi.unstubAllEnvs()
    browser = await launch()
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    await rm(consoleDir, { recursive: true })
  })

  beforeEach(async () => {
    const { stores } = place
    const bytes = Buffer.from(
      `address,name,standing,owner\n*.vendor.example,Vendor's store,vendor,Ada\nold.example,"${HOSTILE.replaceAll('"', '""')}",partner,\n`,
    )
    await takeDirectory(stores, { name: 'destinations.csv', bytes }, destinations)
    await stores.analytics.insert(
      'flow_hour_row',
      [SENT, 'a.vendor.example', HOSTILE].map((destination, index) => ({
        hour: `2026-03-26 0${index}:00:00`,
        person: STORY_CASE.person,
        destination,
        dst_ip: '',
        tunnel: '',
        is_internal: 0,
        flows: 1,
        bytes_out: 4_200_000_000 / (index + 1),
        bytes_in: 0,
        duration_s: 1,
        version: 1,
        deleted: 0,
      })),
    )
    await stores.analytics.reloadDictionaries()
    const { id, person, firstActivity, lastActivity } = STORY_CASE
    await stores.records.db
      .insertInto('case_record')
      .values({ id, person, state: 'open', owner: null, opened_at: firstActivity, updated_at: lastActivity })
      .execute()
    server = await startServer({
      reader: {
        ...fixtureReader,
        show: async () => ({
          ...STORY_CASE,
          behaviour: BEHAVIOUR,
          verdict: (await verdictsIn(stores.records))[0] ?? null,
        }),
      },
      desk: decisionsOver(stores),
      port: 0,
      consoleDir,
      health: async () => HEALTH,
      status: () => ({ version: '0.1.0', counts: { cases: 2 } }),
    })
    await open()
  })

  afterEach(async () => {
    await watched.context.close()
    await server.close()
  })

  async function open(options: Parameters<typeof watch>[1] = {}) {
    watched = await watch(browser, options)
    page = watched.page
  }
  const visit = (path: string) => page.goto(server.url + path)
  const dialog = () => page.getByRole('dialog')
  const entry = (address: string) => page.getByRole('row').filter({ hasText: address })
  async function decide(reason: string, submit: string) {
    await dialog().getByLabel('Reason').fill(reason)
    await dialog().getByLabel('Your name').fill('ada@example.com')
    await dialog().getByRole('button', { name: submit, exact: true }).click()
    await dialog().waitFor({ state: 'detached' })
  }
  function expectQuiet() {
    expect(watched.errors).toEqual([])
    expect([...watched.origins]).toEqual([server.url])
  }

  it('sanction a destination that was offered, by keyboard, and take it back', async () => {
    await visit('/destinations')
    await entry(SENT)
      .getByRole('button', { name: `Sanction ${SENT}` })
      .focus()
    await page.keyboard.press('Enter')
    expect(await dialog().getByLabel('Address').inputValue()).toBe(SENT)
    await dialog().getByLabel('It is').selectOption('vendor')
    await decide('Contract 7.', 'Sanction')
    await entry(SENT).getByText('vendor', { exact: true }).waitFor()
    expect(await entry(SENT).textContent()).toMatch(
      /Contract 7\.vendorada@example\.comconsole.*14\.2 GB2026-03-26/,
    )
    await entry(SENT).getByRole('button', { name: /^Undo/ }).click()
    expect(await dialog().getByLabel('Your name').inputValue()).toBe('ada@example.com')
    await decide('Wrong one.', 'Undo')
    await page.getByRole('button', { name: `Sanction ${SENT}` }).waitFor()
    expect(await decisionsIn(place.stores.records)).toEqual([
      expect.objectContaining({
        reason: 'Contract 7.',
        undone: expect.objectContaining({ reason: 'Wrong one.' }),
      }),
    ])
    expectQuiet()
  })

  it('withdraw what a file says, and say that both differ', async () => {
    await visit('/destinations')
    await entry('*.vendor.example').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('ada')
    await page.getByText('1 of 2').waitFor()
    await entry('*.vendor.example').getByRole('button', { name: 'Remove *.vendor.example' }).click()
    await decide('Contract ended.', 'Remove')
    await page.getByRole('searchbox').fill('')
    await page.getByText('destinations.csv says vendor; ada@example.com withdrew it on').waitFor()
    expect(await page.getByRole('button', { name: /^Sanction/ }).count()).toBe(2)
    expectQuiet()
  })

  it('show the server’s sentence and keep what was typed', async () => {
    await visit('/destinations')
    await entry(SENT).waitFor()
    await page.keyboard.press('a')
    await dialog().getByLabel('Address').fill('*.example')
    await dialog().getByLabel('It is').selectOption('own')
    await dialog().getByLabel('Reason').fill('All of it.')
    await dialog().getByLabel('Your name').fill('mallory')
    await dialog().getByRole('button', { name: 'Sanction', exact: true }).click()
    await dialog().getByRole('alert').getByText('would sanction a whole top-level domain').waitFor()
    expect(await dialog().getByLabel('Reason').inputValue()).toBe('All of it.')
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('close a case as honest work, offer where it went, and open it again', async () => {
    await visit(`/cases/${STORY_CASE.id}`)
    await page.getByRole('button', { name: 'honest work…' }).click()
    await decide('The hand-over to the vendor.', 'Close the case')
    await page.getByText('Closed as honest work').waitFor()
    await page.getByRole('button', { name: `Sanction ${SENT}` }).waitFor()
    const state = () =>
      place.stores.records.db.selectFrom('case_record').select(['state', 'owner']).executeTakeFirst()
    expect(await state()).toEqual({ state: 'closed', owner: 'ada@example.com' })
    expect((await decisionsIn(place.stores.records)).map(({ kind }) => kind)).toEqual(['verdict'])
    await page.getByRole('link', { name: 'Feedback' }).click()
    await page.getByText(`1. case ${STORY_CASE.id} (COBALT MIRROR) was honest work`).waitFor()
    await page.getByRole('button', { name: /^Undo/ }).click()
    await decide('It was not.', 'Undo')
    await page.getByText('undone by ada@example.com').waitFor()
    expect(await state()).toEqual({ state: 'open', owner: 'ada@example.com' })
    expectQuiet()
  })

  it('except a person, and change the budget', async () => {
    await visit('/feedback')
    await page.getByText('Nobody has decided anything yet').waitFor()
    await page.getByRole('button', { name: 'Add an exception…' }).click()
    await dialog().getByLabel('Person').fill(HOSTILE)
    await dialog().getByLabel('From').fill('2026-03-01')
    await dialog().getByLabel('Until').fill('2026-03-31')
    await decide(HOSTILE, 'Except')
    await page.getByText(`exception for person ${HOSTILE}, 2026-03-01 to 2026-03-31`).waitFor()
    await page.getByRole('button', { name: 'Change the budget…' }).click()
    await dialog().getByLabel('False cases a week').fill('0.5')
    await decide('Two analysts less.', 'Change')
    await page.getByText('0.5 a week', { exact: false }).first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expectQuiet()
  })

  it('rest on an explanation whose points add up', async () => {
    await visit(`/cases/${STORY_CASE.id}`)
    const points = page.getByRole('table', { name: 'Points that add up to the score' })
    const nats = await points
      .getByRole('row')
      .evaluateAll((rows) => rows.map((row) => row.children[2]?.textContent))
    const [score, ...parts] = nats.slice(1).map(Number).reverse()
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score ?? 0, 6)
    await page.getByText('Lowered confidence.').waitFor()
    await page.getByText('Did the project’s release fall into this week?').waitFor()
    expect(
      await page.getByRole('list', { name: 'Steps of a theft' }).getByRole('listitem').allTextContents(),
    ).toEqual([
      expect.stringMatching(/^CollectRead 37 of 37 shards/),
      'Stagenot seen',
      expect.stringMatching(/^SendSent 4\.2 GB/),
      'Leavenot seen',
    ])
    expectQuiet()
  })

  it.each(['light', 'dark'] as const)('have no accessibility violation, %s', async (colorScheme) => {
    await watched.context.close()
    await open({ colorScheme })
    await place.stores.analytics.reloadDictionaries()
    for (const path of ['/destinations', '/feedback', `/cases/${STORY_CASE.id}`]) {
      await visit(path)
      await page.locator('main table').first().or(page.getByText('Nobody has decided')).first().waitFor()
      expect(await accessibilityViolations(page)).toEqual([])
    }
    await visit('/destinations')
    await entry(SENT).waitFor()
    await page.keyboard.press('a')
    await dialog().waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    expectQuiet()
  })

  it.each([1024, 1440])('never scroll sideways at %i pixels', async (width) => {
    await watched.context.close()
    await open({ width, height: 768 })
    for (const path of ['/destinations', '/feedback', `/cases/${STORY_CASE.id}`]) {
      await visit(path)
      await page.getByRole('heading', { level: 2 }).first().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
      const main = page.locator('#main')
      expect(await main.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    }
  })
})
