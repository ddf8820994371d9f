import { followUp } from '../activity/receive/follow-up.ts'
import { openReceiver } from '../activity/receive/receiver.ts'
import { loadSources } from '../activity/sources/registry.ts'
import { messageOf } from '../base/errors.ts'
import { startIntake } from '../server/intake/intake-server.ts'
import type { Stores } from '../store/stores.ts'
import type { IntakePlace } from './intake-options.ts'
import { note } from './output.ts'

/** Something that listens for logs and stores them. */
export interface Listening {
  readonly url: string
  /** Ends when everything that was begun is stored, and answered where its sender still listens. */
  close(): Promise<void>
}

/** Takes logs over the network into these stores, and keeps the roll-ups up to date meanwhile. */
export async function listenForLogs(
  stores: Stores,
  { address, tls }: IntakePlace,
  dataDir: string,
): Promise<Listening> {
  const report = (line: string) => note(`weighbridge: ${line}`)
  const receiver = openReceiver(stores)
  const intake = await startIntake({
    address,
    tls,
    receiver,
    records: stores.records,
    sources: loadSources(dataDir),
    report,
  })
  const following = followUp(stores, receiver, {
    onFailure: (error) => report(`the roll-ups could not be rebuilt after a delivery: ${messageOf(error)}`),
  })
  return {
    url: intake.url,
    async close() {
      await intake.close()
      await receiver.close()
      await following.close()
    },
  }
}
