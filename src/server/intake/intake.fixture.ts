import { afterAll, afterEach, beforeAll } from 'vitest'
import { openReceiver, type Receiver } from '../../activity/receive/receiver.ts'
import { createToken } from '../../activity/receive/tokens.ts'
import { loadSources } from '../../activity/sources/registry.ts'
import { openStores, type Stores } from '../../store/stores.ts'
import { type IntakeOptions, type RunningIntake, startIntake } from './intake-server.ts'

/** An intake over stores of its own, for the tests of one file. */
export interface IntakeUnderTest {
  readonly stores: Stores
  readonly receiver: Receiver
  /** A secret that may send everything. */
  readonly secret: string
  /** What the intake said went wrong. */
  readonly reports: string[]
  /** Starts an intake on a free port; it is closed after the test. */
  start(options?: Partial<IntakeOptions>): Promise<RunningIntake>
  query<Row>(sql: string): Promise<Row[]>
}

/** @param folder for its data. */
export function intakeUnderTest(folder: string): IntakeUnderTest {
  const running: RunningIntake[] = []
  const reports: string[] = []
  let stores: Stores
  let receiver: Receiver
  let secret: string
  beforeAll(async () => {
    stores = await openStores(folder)
    receiver = openReceiver(stores)
    secret = (await createToken(stores.records, { name: 'edge' })).secret
  })
  afterEach(async () => {
    for (const intake of running.splice(0)) await intake.close()
    reports.length = 0
  })
  afterAll(async () => {
    await receiver.close()
    await stores.close()
  })
  return {
    get stores() {
      return stores
    },
    get receiver() {
      return receiver
    },
    get secret() {
      return secret
    },
    reports,
    async start(options = {}) {
      const intake = await startIntake({
        address: { host: '127.0.0.1', port: 0 },
        receiver,
        records: stores.records,
        sources: loadSources(),
        report: (line) => reports.push(line),
        ...options,
      })
      running.push(intake)
      return intake
    },
    query: (sql) => stores.analytics.query(sql),
  }
}

/** A line of the inference log that no other call of it is. */
export function callOf(account: string, tokensIn = 1): string {
  return `2026-03-10T22:14:33Z POST /v1/completions user=${account} src=10.50.100.47 tokens_in=${tokensIn} tokens_out=2 status=200`
}
