import { openStores, type Stores } from '../store/stores.ts'

/** Opens the stores, runs, and closes them however it ended. */
export async function withStores<Result>(
  dataDir: string,
  run: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  const stores = await openStores(dataDir)
  try {
    return await run(stores)
  } finally {
    await stores.close()
  }
}
