import { WeighbridgeError } from '../base/errors.ts'

/**
 * The migrations up to one of them.
 *
 * @throws WeighbridgeError `store-failed` where one after it was carried out already: nothing takes it back.
 */
export function migrationsUntil(
  names: readonly string[],
  until: string | undefined,
  done: ReadonlySet<string>,
): readonly string[] {
  const wanted = until === undefined ? names : names.slice(0, names.indexOf(until) + 1)
  const later = names.filter((name) => done.has(name) && !wanted.includes(name))
  if (later.length === 0) return wanted
  throw new WeighbridgeError(
    'store-failed',
    `What is to be filled was set up by a newer Weighbridge than the backup (it has ${later.join(', ')}); name an empty folder or database, and the backup is brought up to date there.`,
  )
}
