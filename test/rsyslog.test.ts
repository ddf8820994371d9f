import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openReceiver, type Receiver } from '../src/activity/receive/receiver.ts'
import { loadSources } from '../src/activity/sources/registry.ts'
import { type RunningSyslog, startSyslog } from '../src/server/syslog/syslog-server.ts'
import { makeCertificates } from './support/certificates.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { temporaryStores } from './support/temporary-stores.ts'

/** Debian's rsyslog and its TLS driver: what most gateways ship their logs with. */
const MODULES = ['/usr/lib/x86_64-linux-gnu/rsyslog', '/usr/lib/aarch64-linux-gnu/rsyslog'].find((folder) =>
  existsSync(join(folder, 'lmnsd_gtls.so')),
)
const daemon = '/usr/sbin/rsyslogd'
const able = MODULES !== undefined && existsSync(daemon)
const why = able ? '' : ' (skipped: no rsyslog here; install rsyslog and rsyslog-gnutls)'

const LINES = 5000
const here = temporaryStores()
const folder = temporaryFolder()
let receiver: Receiver
let running: RunningSyslog
let sender: ChildProcess

afterEach(async () => {
  sender?.kill()
  await running?.close()
  await receiver?.close()
})

describe.skipIf(!able)(`rsyslog${why}`, () => {
  it('delivers a file over TLS, a line a message, with a certificate of its own', async () => {
    const certificates = makeCertificates(folder)
    receiver = openReceiver(here.stores)
    running = await startSyslog({
      host: '127.0.0.1',
      port: 0,
      tls: {
        cert: certificates.cert('server'),
        key: certificates.key('server'),
        ca: certificates.cert('ca'),
      },
      receiver,
      sources: loadSources(),
      report: (line) => process.stderr.write(`${line}\n`),
    })
    const log = join(folder, 'vpn.log')
    const lines = Array.from(
      { length: LINES },
      (_, at) => `2026-03-26T01:22:15Z 10.0.0.5 -> 198.51.100.55:443 Bytes: ${at + 1}\n`,
    )
    writeFileSync(log, lines.join(''))
    mkdirSync(join(folder, 'spool'))
    writeFileSync(join(folder, 'rsyslog.conf'), configuration(log, Number(new URL(running.url).port)))
    sender = spawn(daemon, ['-n', '-f', 'rsyslog.conf', '-i', join(folder, 'pid')], {
      cwd: folder,
      stdio: 'ignore',
    })
    await vi.waitFor(async () => expect((await sums()).rows).toBe(LINES), { timeout: 50_000, interval: 100 })
    expect(await sums()).toEqual({ rows: LINES, different: LINES, rejects: 0 })
  }, 90_000)
})

async function sums(): Promise<{ rows: number; different: number; rejects: number }> {
  const [row] = await here.stores.analytics.query<{ rows: number; different: number; rejects: number }>(
    `SELECT toUInt32(count()) AS rows, toUInt32(uniqExact(bytes_out)) AS different,
       toUInt32((SELECT count() FROM reject)) AS rejects FROM flow`,
  )
  return row ?? { rows: 0, different: 0, rejects: 0 }
}

/** As docs/sending-logs.md has it, for a file that is there already. */
function configuration(log: string, port: number): string {
  return `
global(
  workDirectory="${join(folder, 'spool')}"
  defaultNetstreamDriverCAFile="${join(folder, 'ca.pem')}"
  defaultNetstreamDriverCertFile="${join(folder, 'gw1.pem')}"
  defaultNetstreamDriverKeyFile="${join(folder, 'gw1.key')}"
)
module(load="imfile")
template(name="message" type="string" string="<%PRI%>1 %timestamp:::date-rfc3339% gw1 vpn - - - %msg%")
input(type="imfile" file="${log}" tag="vpn:" ruleset="weighbridge")
ruleset(name="weighbridge") {
  action(
    type="omfwd" target="127.0.0.1" port="${port}" protocol="tcp" tcp_framing="octet-counted" template="message"
    streamDriver="gtls" streamDriverMode="1" streamDriverAuthMode="x509/certvalid"
    queue.type="linkedList" queue.size="100000" action.resumeRetryCount="-1"
  )
}
`
}
