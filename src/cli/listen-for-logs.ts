import { followUp } from '../activity/receive/follow-up.ts'
import { openReceiver } from '../activity/receive/receiver.ts'
import { loadSources } from '../activity/sources/registry.ts'
import { messageOf } from '../base/errors.ts'
import { startIntake } from '../server/intake/intake-server.ts'
import { startSyslog } from '../server/syslog/syslog-server.ts'
import type { Stores } from '../store/stores.ts'
import type { IntakePlace } from './intake-options.ts'
import { note } from './output.ts'
import type { SyslogPlace } from './syslog-options.ts'

/** Where to listen for logs; null where not. */
export interface ListeningPlaces {
  readonly intake: IntakePlace | null
  readonly syslog: SyslogPlace | null
}

/** What listens for logs and stores them. */
export interface Listening {
  /** Where each listens; null where it does not. */
  readonly intake: string | null
  readonly syslog: string | null
  /** Ends when everything that was begun is stored, and answered where its sender still listens. */
  close(): Promise<void>
}

/**
 * Takes logs over the network into these stores, and keeps the roll-ups up to date meanwhile. All ways share one
 * receiver: it alone knows which batches are settled.
 */
export async function listenForLogs(
  stores: Stores,
  places: ListeningPlaces,
  dataDir: string,
): Promise<Listening> {
  const report = (line: string) => note(`weighbridge: ${line}`)
  const receiver = openReceiver(stores)
  const shared = { receiver, sources: loadSources(dataDir), report }
  const listeners: { readonly url: string; close(): Promise<void> }[] = []
  const close = async () => {
    for (const listener of listeners) await listener.close()
    await receiver.close()
  }
  const listen = async (start: () => Promise<{ readonly url: string; close(): Promise<void> }>) => {
    const listener = await start()
    listeners.push(listener)
    return listener.url
  }
  try {
    const { intake, syslog } = places
    const urls = {
      intake:
        intake === null
          ? null
          : await listen(() => startIntake({ ...shared, ...intake, records: stores.records })),
      syslog:
        syslog === null
          ? null
          : await listen(() => startSyslog({ ...shared, ...syslog.address, tls: syslog.tls })),
    }
    const following = followUp(stores, receiver, {
      onFailure: (error) => report(`the roll-ups could not be rebuilt after a delivery: ${messageOf(error)}`),
    })
    return {
      ...urls,
      async close() {
        await close()
        await following.close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
