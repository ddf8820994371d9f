import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { loadSources } from '../sources/registry.ts'
import { followUp } from './follow-up.ts'
import { deliveryIdentity } from './identity.ts'
import { openReceiver, type Receiver } from './receiver.ts'
import { lineSorter } from './sort-lines.ts'

const opened = temporaryStores()
const sorter = lineSorter(loadSources())

function deliver(receiver: Receiver, user: string) {
  const line = `2026-03-10T22:14:33Z POST /v1/completions user=${user} src=10.50.100.47 tokens_in=1 tokens_out=7 status=200`
  const body = Buffer.from(line)
  const identity = deliveryIdentity({ sender: 'edge', route: 'auto', key: null, body })
  return receiver.deliver({ sender: 'edge', identity, groups: sorter.sort(body) })
}

const rolledUp = () =>
  opened.stores.analytics.query('SELECT person, requests FROM inference_hour ORDER BY person')

const failures: unknown[] = []
const follow = (receiver: Receiver) =>
  followUp(opened.stores, receiver, { everyMilliseconds: 10, onFailure: (error) => failures.push(error) })

it('brings roll-ups and the table of inputs up to date', async () => {
  const receiver = openReceiver(opened.stores)
  const following = follow(receiver)
  await deliver(receiver, 'a')
  while ((await rolledUp()).length === 0) await pause(20)
  await deliver(receiver, 'b')
  while ((await rolledUp()).length === 1) await pause(20)
  await following.close()
  expect(await rolledUp()).toEqual([
    { person: 'a', requests: 1 },
    { person: 'b', requests: 1 },
  ])
  expect(
    await opened.stores.analytics.query(
      'SELECT account, file FROM inference JOIN input USING (input, source) ORDER BY account',
    ),
  ).toEqual([
    { account: 'a', file: 'delivered by edge' },
    { account: 'b', file: 'delivered by edge' },
  ])
  expect(failures).toEqual([])
})

it('passes no block over whose rows come after the pass began', async () => {
  const receiver = openReceiver(opened.stores)
  await deliver(receiver, 'a')
  // The block of b is numbered, and its rows are held back until a pass has gone by.
  const command = opened.stores.analytics.command.bind(opened.stores.analytics)
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  opened.stores.analytics.command = async (sql, parameters) => {
    if (sql.startsWith('INSERT INTO inference_row')) await held
    return command(sql, parameters)
  }
  const begun = deliver(receiver, 'b')
  const following = follow(receiver)
  while ((await rolledUp()).length === 0) await pause(20)
  letGo()
  await begun
  while ((await rolledUp()).length === 1) await pause(20)
  await following.close()
  expect(await rolledUp()).toEqual([
    { person: 'a', requests: 1 },
    { person: 'b', requests: 1 },
  ])
})
