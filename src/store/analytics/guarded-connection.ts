import { createRequire } from 'node:module'
import { WeighbridgeError } from '../../base/errors.ts'
import type { Connection } from './connection.ts'

// The package ships CommonJS whose types resolve only that way under nodenext.
const { createChdbConnection } = createRequire(import.meta.url)(
  'chdb/connection',
) as typeof import('chdb/connection')

/**
 * A connection to the embedded engine through which one statement passes at a time, and behind whose errors no
 * row crosses.
 *
 * chdb 3.4 keeps the partial output of a query that fails while producing rows and prefixes it to the next
 * query's result. Across two users that is a disclosure. So after any error, and still holding the lock, one query
 * is run and its output thrown away: it carries the leaked bytes. `row-leak.test.ts` fails without this.
 */
export function guardedConnection(path: string): Connection {
  const connection = createChdbConnection({ path })
  const lock = new Lock()

  const flush = async () => {
    try {
      await connection.chdb.queryAsync('SELECT 1 FORMAT Null')
    } catch (error) {
      throw new WeighbridgeError(
        'store-failed',
        'The embedded ClickHouse engine does not answer after a failed query; start the command again.',
        { cause: error },
      )
    }
  }

  const guarded = <Params extends object, Result>(run: (params: Params) => Promise<Result>) => {
    return (params: Params): Promise<Result> =>
      lock.hold(async () => {
        try {
          // An aborted call settles early while the engine still computes, and would let the next one in.
          return await run({ ...params, abort_signal: undefined })
        } catch (error) {
          await flush()
          throw error
        }
      })
  }

  return {
    query: guarded(connection.query.bind(connection)),
    exec: guarded(connection.exec.bind(connection)),
    command: guarded(connection.command.bind(connection)),
    insert: guarded(connection.insert.bind(connection)),
    ping: connection.ping.bind(connection),
    close: () => lock.hold(() => connection.close()),
  } as unknown as Connection
}

/** Runs tasks one after another in the order they came. */
class Lock {
  #last: Promise<unknown> = Promise.resolve()

  hold<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(task)
    this.#last = result.catch(() => undefined)
    return result
  }
}
