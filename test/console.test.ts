import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { WeighbridgeError } from '../src/base/errors.ts'
import type { CaseReader } from '../src/server/case-reader.ts'
import { type RunningServer, startServer } from '../src/server/server.ts'
import {
  accessibilityViolations,
  chromiumPath,
  launch,
  type Watched,
  watch,
} from './console-story/browser.ts'
import { STORY_CASE, summaryOf } from './console-story/cases.ts'
import { EMPTY_DESK } from './console-story/desk.ts'
import { HEALTH } from './console-story/health.ts'
import { fixtureReader } from './console-story/reader.ts'

const CASE = `/cases/${STORY_CASE.id}`
const FIRST_SHARD = '2026-03-25T02:00:00Z'
const SHARD_LINK = `${CASE}?channel=registry&hour=${encodeURIComponent(FIRST_SHARD)}`

let consoleDir: string
let server: RunningServer
let browser: Browser
let reader: CaseReader
let watched: Watched
let page: Page
let reports: string[]

const why =
  chromiumPath === null ? ' (skipped: no Chromium here; install the package `chromium` or set CHROMIUM)' : ''

describe.skipIf(chromiumPath === null)(`the console in Chromium${why}`, () => {
  beforeAll(async () => {
    consoleDir = await mkdtemp(join(tmpdir(), 'weighbridge-console-'))
    const configFile = join(import.meta.dirname, '..', 'console', 'vite.config.ts')
    // A test's NODE_ENV would build React's development version, which nobody ships.
    vi.stubEnv('NODE_ENV', 'production')
    await build({ configFile, logLevel: 'error', build: { outDir: consoleDir } })
    vi.unstubAllEnvs()
    server = await startServer({
      desk: EMPTY_DESK,
      reader: {
        list: () => reader.list(),
        show: (id) => reader.show(id),
        evidence: (...asked) => reader.evidence(...asked),
        review: (...asked) => reader.review(...asked),
      },
      port: 0,
      consoleDir,
      health: async () => HEALTH,
      status: () => ({ version: '0.1.0', counts: { activities: 1_204_311, cases: 3 } }),
      report: (line) => reports.push(line),
    })
    browser = await launch()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await rm(consoleDir, { recursive: true, force: true })
  })

  beforeEach(async () => {
    reader = fixtureReader
    reports = []
    await open()
  })

  afterEach(() => watched.context.close())

  async function open(options?: Parameters<typeof watch>[1]) {
    await watched?.context.close()
    watched = await watch(browser, options)
    page = watched.page
  }

  const visit = (path: string) => page.goto(server.url + path)
  const lane = (channel: string) => page.locator(`[data-channel=${channel}]`)
  const evidence = () => page.getByRole('complementary', { name: 'Evidence' })
  const search = () => Object.fromEntries(new URL(page.url()).searchParams)

  function expectQuiet() {
    expect(watched.errors).toEqual([])
    expect([...watched.origins]).toEqual([server.url])
  }

  it('leads by mouse from the list to a case, an hour and its rows', async () => {
    await visit('/')
    await page.getByRole('link', { name: 'COBALT MIRROR' }).click()
    await page.getByRole('heading', { level: 1 }).getByText('Took the whole of titanlm-70b').waitFor()
    await page.getByText('140.6 GB of 140.6 GB, 1.46 billion tokens').waitFor()
    await clickHour('registry', FIRST_SHARD)
    await evidence().getByText('2 of 2 rows').waitFor()
    expect(search()).toMatchObject({
      channel: 'registry',
      hour: expect.stringMatching(/^2026-03-25T0[23]:00:00Z$/),
    })
    expect(await evidence().getByRole('cell', { name: 'model-00001-of-00037.safetensors' }).count()).toBe(1)
    expect(await evidence().getByRole('region', { name: 'SQL' }).textContent()).toContain('FROM artifact')
    expectQuiet()
  })

  it('leads by keyboard the same way', async () => {
    await visit('/')
    await page.getByRole('link', { name: 'COBALT MIRROR' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await lane('inference').focus()
    await page.keyboard.press('Tab')
    expect(await lane('registry').evaluate((element) => element.matches(':focus'))).toBe(true)
    await page.keyboard.press('ArrowRight')
    await evidence().getByText('2 of 2 rows').waitFor()
    expect(search()).toEqual({ channel: 'registry', hour: FIRST_SHARD })
    expect(await lane('registry').getAttribute('aria-valuetext')).toContain(
      '7.6 GB, titanlm-70b, flagged critical',
    )
    await page.keyboard.press('ArrowRight')
    await evidence().getByText('Registry, 25 Mar 03:00').waitFor()
    await page.keyboard.press('n')
    await page.locator('tr[aria-current]').getByText('Asked for log-probabilities').waitFor()
    await page.keyboard.press('Escape')
    await evidence().getByText('Select an hour or a signal').waitFor()
    expectQuiet()
  })

  it('shows what query rules say beside the evidence, in order of time, and the rows of each', async () => {
    await visit(CASE)
    const seen = page.getByRole('list', { name: 'Also seen' })
    await page.getByText('It adds nothing to the score').waitFor()
    const [first, second, ...others] = await seen.getByRole('listitem').allTextContents()
    expect(first).toMatch(/^46,100 of 47,200 answers.*Nearly every answer as long as it may be12 Mar$/)
    expect(second).toMatch(/^Copied 412 objects.*The first at 23:10\.Copied inside the lake3 Apr$/)
    expect(others).toEqual([])
    await seen.getByRole('link', { name: 'Copied 412 objects' }).click()
    await evidence().getByText('Copied 412 objects of sft-dataset-v3').waitFor()
    await evidence()
      .getByText(/of \d+ rows/)
      .waitFor()
    expect(search()).toEqual({ signal: 'sig-copies' })
    await page.getByRole('link', { name: 'AMBER FINCH' }).click()
    await page.getByRole('heading', { level: 1 }).getByText('Downloaded most of titanlm-7b').waitFor()
    expect(await seen.count()).toBe(0)
    expectQuiet()
  })

  it('keeps the selection of a link over a reload', async () => {
    await visit(`${CASE}?signal=sig-egress`)
    for (const load of ['first', 'again']) {
      await page.locator('tr[aria-current]').getByText('Sent 2.3 TB through the VPN').waitFor()
      await evidence().getByText('50 of 216 rows').waitFor()
      if (load === 'first') await page.reload()
    }
    await evidence().getByRole('button', { name: 'Show 216' }).click()
    await evidence().getByText('216 of 216 rows').waitFor()
    expectQuiet()
  })

  it('copies the query, to be run by hand', async () => {
    await watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await visit(SHARD_LINK)
    await evidence().getByRole('button', { name: 'Copy' }).click()
    await evidence().getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      await evidence().getByRole('region', { name: 'SQL' }).textContent(),
    )
  })

  it('zooms by dragging and by key, and back', async () => {
    await visit(SHARD_LINK)
    const whole = page.getByRole('button', { name: 'Whole span' })
    const box = await lane('lake').boundingBox()
    if (box === null) throw new Error('the lane has no box')
    await page.mouse.move(box.x + 200, box.y + 30)
    await page.mouse.down()
    await page.mouse.move(box.x + 300, box.y + 30, { steps: 4 })
    await page.mouse.up()
    expect(await whole.isEnabled()).toBe(true)
    expect(search()).toEqual({ channel: 'registry', hour: FIRST_SHARD })
    await lane('lake').dblclick({ position: { x: 250, y: 30 } })
    expect(await whole.isDisabled()).toBe(true)
    await page.keyboard.press('+')
    expect(await whole.isEnabled()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await whole.isDisabled()).toBe(true)
    expectQuiet()
  })

  it('reads out every lane at the moment under the pointer', async () => {
    await visit(CASE)
    await lane('inference').hover({ position: { x: 300, y: 20 } })
    expect(await page.locator('.lane-readout').count()).toBe(4)
    expect(await page.locator('.lane-readout').first().textContent()).toMatch(/so far/)
  })

  it('has the same numbers in a table', async () => {
    await visit(CASE)
    await page.getByText('The same figures as tables').click()
    const table = page.getByRole('region', { name: 'Lake as a table' })
    const row = table.getByRole('row').filter({ hasText: 'sft-dataset-v3' })
    expect(await row.textContent()).toMatch(/^Mon 6 Apr 2026, 00:001\.4 TB1\.4 TBsft-dataset-v3critical$/)
  })

  it.each(['light', 'dark'] as const)('has no accessibility violation, %s', async (colorScheme) => {
    await open({ colorScheme })
    await visit(SHARD_LINK)
    await evidence().getByText('2 of 2 rows').waitFor()
    await page.getByText('The same figures as tables').click()
    await page.getByRole('table', { name: 'Destinations' }).waitFor()
    expect(await page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      colorScheme === 'light' ? 'rgb(246, 247, 248)' : 'rgb(18, 20, 23)',
    )
    expect(await accessibilityViolations(page)).toEqual([])
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    expectQuiet()
  })

  it('remembers the theme that was chosen', async () => {
    await visit(CASE)
    await page.getByRole('button', { name: 'Theme: system' }).click()
    await page.keyboard.press('t')
    await page.reload()
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor()
  })

  it.each([1024, 1440])('never scrolls sideways at %i pixels', async (width) => {
    await open({ width, height: 768 })
    await visit(SHARD_LINK)
    await evidence().getByText('2 of 2 rows').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect(await page.locator('#main').evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(
      0,
    )
  })

  it('says what to type where there are no cases', async () => {
    reader = { ...fixtureReader, list: async () => [] }
    await visit('/')
    await page.getByText('weighbridge ingest PATH').waitFor()
    expectQuiet()
  })

  it('says so where a case does not exist', async () => {
    await visit('/cases/C-9')
    await page.getByRole('alert').getByText('There is no case C-9.').waitFor()
    await page.getByRole('link', { name: 'Go to the cases' }).click()
    await page.getByText('2 cases need you').waitFor()
  })

  it('shows the sentence of a failed query and recovers', async () => {
    const broken = async () => {
      throw new WeighbridgeError(
        'query-failed',
        'The activity of March is being rebuilt; ask again in a minute.',
      )
    }
    reader = { ...fixtureReader, evidence: broken }
    await visit(SHARD_LINK)
    await evidence().getByRole('alert').getByText('The activity of March is being rebuilt').waitFor()
    expect(reports).toEqual([expect.stringContaining('The activity of March is being rebuilt')])
    reader = fixtureReader
    await evidence().getByRole('button', { name: 'Try again' }).click()
    await evidence().getByText('2 of 2 rows').waitFor()
  })

  it('says so where the server is gone', async () => {
    await page.route('**/api/cases', (route) => route.abort())
    await visit('/')
    await page.getByRole('alert').getByText('The server does not answer').waitFor()
  })

  it('shows markup in a log as text (adversary: who is being watched writes the log)', async () => {
    const headline = '<img src=x onerror="document.title=1"><script>document.title=1</script>'
    reader = {
      ...fixtureReader,
      list: async () => [{ ...summaryOf(STORY_CASE), headline }],
      show: async () => ({ ...STORY_CASE, headline }),
    }
    await visit(CASE)
    await page.getByRole('heading', { level: 1 }).getByText(headline).waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expectQuiet()
  })

  it('shows which source is silent, and what the detectors cannot see', async () => {
    await visit('/')
    await page.getByRole('link', { name: 'Sources', exact: true }).click()
    await page.getByRole('rowheader', { name: 'squid' }).waitFor()
    await page.getByText('Nothing for 9 h').waitFor()
    await page.getByText('Cannot see. squid has been silent for 2 days').waitFor()
    const findings = page.getByRole('table', { name: /looked at/ }).getByRole('row')
    expect(await findings.nth(1).textContent()).toContain('cannot see')
    expect(await accessibilityViolations(page)).toEqual([])
    expectQuiet()
  })

  it('keeps the list when a view fails', async () => {
    reader = { ...fixtureReader, show: async () => JSON.parse('{"timeZone":"UTC"}') }
    await visit(CASE)
    await page.getByRole('alert').getByText('This view failed').waitFor()
    await page.getByRole('link', { name: 'AMBER FINCH' }).waitFor()
  })

  it('stands a time zone nobody knows, and more assets than fit', async () => {
    const [asset] = STORY_CASE.assets
    if (asset === undefined) throw new Error('the story has no asset')
    const assets = Array.from({ length: 12 }, (_, index) => ({ ...asset, asset: `model-${index}` }))
    reader = { ...fixtureReader, show: async () => ({ ...STORY_CASE, timeZone: 'the office', assets }) }
    await visit(CASE)
    await page.getByText('clock of UTC').waitFor()
    await page.getByRole('button', { name: 'Show all 12 assets' }).click()
    await page.getByRole('rowheader', { name: 'model-11' }).waitFor()
    expectQuiet()
  })

  /** Clicks where the hour's bar stands; the gutters are those of the timeline's layout. */
  async function clickHour(channel: string, hour: string) {
    const box = await lane(channel).boundingBox()
    if (box === null) throw new Error('the lane has no box')
    const [start, end, at] = [STORY_CASE.timeline.start, STORY_CASE.timeline.end, hour].map(Date.parse)
    const share = ((at ?? 0) - (start ?? 0)) / ((end ?? 0) - (start ?? 0))
    await lane(channel).click({ position: { x: 48 + share * (box.width - 48 - 62) + 1, y: 30 } })
  }
})
