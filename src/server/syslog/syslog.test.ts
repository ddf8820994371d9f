import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { hasOpenssl, makeCertificates } from '../../../test/support/certificates.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { openReceiver, type Receiver } from '../../activity/receive/receiver.ts'
import { loadSources } from '../../activity/sources/registry.ts'
import { MOST_MESSAGE_BYTES, SyslogFrames } from './frames.ts'
import { readSyslog } from './message.ts'
import { type RunningSyslog, type SyslogOptions, startSyslog } from './syslog-server.ts'

const here = temporaryStores()
const folder = temporaryFolder()
let receiver: Receiver
let running: RunningSyslog
let reports: string[]

const flow = (bytes: number) => `2026-03-26T01:22:15Z 10.0.0.5 -> 198.51.100.55:443 Bytes: ${bytes}`
const modern = (text: string) => `<134>1 2026-03-26T01:22:15.003Z gw1 vpn 8710 - [a@1 b="]"] ${text}`
const counted = (message: string) => `${Buffer.byteLength(message)} ${message}`

async function start(tls?: SyslogOptions['tls']): Promise<number> {
  receiver = openReceiver(here.stores)
  reports = []
  const report = (line: string) => void reports.push(line)
  running = await startSyslog({ host: '127.0.0.1', port: 0, tls, receiver, sources: loadSources(), report })
  return Number(new URL(running.url).port)
}

async function send(socket: Socket, text: string): Promise<void> {
  await new Promise<void>((resolve) => socket.end(text, () => resolve()))
}

async function rows(view: string): Promise<number> {
  const [row] = await here.stores.analytics.query<{ rows: number }>(`SELECT count() AS rows FROM ${view}`)
  return Number(row?.rows)
}

const waitForRows = (view: string, count: number) =>
  vi.waitFor(async () => expect(await rows(view)).toBe(count), { timeout: 20_000, interval: 50 })

afterEach(async () => {
  await running?.close()
  await receiver?.close()
})

describe('syslog frames', () => {
  it('are the same however the bytes come', () => {
    const messages = ['<34>a', '<34>b c', `<34>${'x'.repeat(300)}`, '<34>ünicode']
    const stream = Buffer.from(messages.map(counted).join(''))
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.sort((left, right) => left - right), stream.length]
        const frames = new SyslogFrames()
        const found = places.slice(1).flatMap((end, at) => frames.push(stream.subarray(places[at], end)))
        expect(found.map(String)).toEqual(messages)
        expect(frames.end()).toBeNull()
      }),
    )
  })

  it('end with a newline where no length is given', () => {
    const frames = new SyslogFrames()
    expect(frames.push(Buffer.from('<34>a\r\n<34>b\n<34>c')).map(String)).toEqual(['<34>a', '<34>b'])
    expect(String(frames.end())).toBe('<34>c')
  })

  it.each([
    ['by length', `${MOST_MESSAGE_BYTES + 5} ${'x'.repeat(MOST_MESSAGE_BYTES + 5)}${counted('<34>next')}`],
    ['by line', `${'x'.repeat(MOST_MESSAGE_BYTES + 5)}\n<34>next\n`],
  ])('keep the beginning of a message that is too long %s, and go on behind it', (_, stream) => {
    const frames = new SyslogFrames()
    const found = [
      ...frames.push(Buffer.from(stream.slice(0, 1_048_579))),
      ...frames.push(Buffer.from(stream.slice(1_048_579))),
    ]
    expect(found.map((message) => message.length)).toEqual([8192, 8])
  })

  it('take a length that is none for text', () => {
    expect(new SyslogFrames().push(Buffer.from('99999999999999999999 x\n')).map(String)).toEqual([
      '99999999999999999999 x',
    ])
  })
})

it.each([
  ['<34>1 2026-03-26T01:22:15Z gw1 envoy 7 - - GET /', 'GET /', '2026-03-26T01:22:15Z gw1 envoy[7]: GET /'],
  ['<34>1 - - - - - -', '', '- - -: '],
  [modern('\uFEFFtext'), 'text', '2026-03-26T01:22:15.003Z gw1 vpn[8710]: text'],
  ['<30>Mar  6 01:22:15 gw1 dhcpd: x', 'x', 'Mar  6 01:22:15 gw1 dhcpd: x'],
  ['no syslog at all', 'no syslog at all', 'no syslog at all'],
])('reads %s', (message, text, line) => {
  expect(readSyslog(message)).toEqual({ text, line })
})

it('stores what comes over TCP, by length and by line, and what nobody knows as rejects', async () => {
  const port = await start()
  await send(connect(port, '127.0.0.1'), [1, 2, 3].map((bytes) => counted(modern(flow(bytes)))).join(''))
  await send(connect(port, '127.0.0.1'), `${modern(flow(4))}\n<13>Mar 26 01:22:15 gw1 cron[1]: nothing\n`)
  await waitForRows('flow', 4)
  await waitForRows('reject', 1)
  const [reject] = await here.stores.analytics.query<{ line: string }>('SELECT line FROM reject')
  expect(reject?.line).toBe('Mar 26 01:22:15 gw1 cron[1]: nothing')
})

it('stores the same message twice where it was sent twice', async () => {
  const port = await start()
  await send(connect(port, '127.0.0.1'), counted(modern(flow(1))).repeat(2))
  await send(connect(port, '127.0.0.1'), counted(modern(flow(1))))
  await waitForRows('flow', 3)
})

it('finishes what it has read before it closes', async () => {
  const port = await start()
  const socket = connect(port, '127.0.0.1')
  await new Promise<void>((resolve) => socket.write(counted(modern(flow(1))).repeat(2000), () => resolve()))
  await waitForRows('flow', 2000)
  await running.close()
  expect(await rows('flow')).toBe(2000)
  socket.destroy()
})

describe.skipIf(!hasOpenssl)(`syslog over TLS${hasOpenssl ? '' : ' (skipped: no openssl here)'}`, () => {
  it('takes those who show a certificate of the authority, by its name, and nobody else', async () => {
    const { cert, key } = makeCertificates(folder)
    const port = await start({ cert: cert('server'), key: key('server'), ca: cert('ca') })
    const place = { port, host: '127.0.0.1', ca: cert('ca'), checkServerIdentity: () => undefined }
    await send(
      connectTls({ ...place, cert: cert('gw1'), key: key('gw1') }),
      counted(modern(flow(1))) + counted('<13>what'),
    )
    await waitForRows('flow', 1)
    await waitForRows('reject', 1)
    const stranger = connectTls({ ...place, cert: cert('other'), key: key('other') })
    stranger.on('error', () => undefined)
    stranger.write(counted(modern(flow(2))))
    await vi.waitFor(() => expect(reports.join()).toMatch(/was refused/), { timeout: 20_000 })
    expect(await rows('flow')).toBe(1)
    const [reject] = await here.stores.analytics.query<{ file: string }>('SELECT file FROM reject')
    expect(reject?.file).toContain('gw1')
    stranger.destroy()
  }, 60_000)
})
