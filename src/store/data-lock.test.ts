import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { WEIGHBRIDGE } from '../../test/support/run-weighbridge.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { openStores } from './stores.ts'

const folder = temporaryFolder()

it('refuses data that another process has open, and names that process', async () => {
  const data = join(folder, 'held')
  const holder = spawn(process.execPath, [WEIGHBRIDGE, 'serve', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(createInterface(holder.stdout), 'line')
    await expect(openStores(data)).rejects.toMatchObject({
      code: 'data-in-use',
      message: expect.stringContaining(`process ${holder.pid} (weighbridge serve --port 0`),
    })
  } finally {
    holder.kill('SIGTERM')
    await once(holder, 'exit')
  }
  const stores = await openStores(data)
  expect(await stores.analytics.query('SELECT count() AS n FROM person')).toEqual([{ n: 0 }])
  await stores.close()
})
