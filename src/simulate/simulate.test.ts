import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { simulate } from './simulate.ts'

// The logs are read back as a stranger would, from their format alone: nothing here shares code with what
// wrote them.
const TIME = String.raw`(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)`
const FORMATS: Record<string, RegExp> = {
  api: new RegExp(
    String.raw`^${TIME} POST (?<endpoint>/v1/(?:chat/)?completions) user=(?<user>\S+) src=(?<ip>10\.50\.\d+\.\d+) tokens_in=(?<tokensIn>\d+) tokens_out=(?<tokensOut>\d+) logprobs=(?<logprobs>\d+) latency=\d+(?:\.\d)?s status=(?<status>\d{3})(?: experiment_tag=(?<tag>[\w-]+))?$`,
  ),
  gateway:
    /^\{"timestamp":"(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","request_id":"req-\w+","method":"POST","path":"(?<endpoint>[^"]+)","user":"(?<user>[^"]+)","client_ip":"(?<ip>10\.50\.[\d.]+)","model":"[\w-]+","stream":(?:true|false),"status":(?<status>\d{3}),"latency_ms":\d+,"max_tokens":\d+,"temperature":[\d.]+,"logprobs":(?:false|true,"top_logprobs":(?<logprobs>\d+)),"usage":\{"prompt_tokens":(?<tokensIn>\d+),"completion_tokens":(?<tokensOut>\d+),"total_tokens":\d+\},"metadata":\{(?:"experiment_tag":"[\w-]+")?\}\}$/,
  registry: new RegExp(
    String.raw`^${TIME} GET /api/2\.0/mlflow/artifacts/get user=(?<user>\S+) run_id=(?<run>\S+) artifact_path=(?<path>\S+/) file=(?<file>\S+) size=(?<size>[\d.]+[KMGT]?B) status=(?<status>\d{3})$`,
  ),
  lake: new RegExp(
    String.raw`^${TIME} GET s3://(?<bucket>[\w-]+)/(?<prefix>\S+/) user=(?<user>\S+) objects=(?<objects>\d{1,3}(?:,\d{3})*) total_size=(?<size>[\d.]+[KMGT]?B)$`,
  ),
  flows: new RegExp(
    String.raw`^${TIME} (?<ip>10\.50\.\d+\.\d+) -> (?<to>[\d.]+):(?<port>\d+)(?: Protocol: (?<protocol>.+?))? Bytes: (?<bytes>\d{1,3}(?:,\d{3})*) \([\d.]+ [KMGT]?B\) Duration: [\d,]+s(?: Destination: (?<name>\S+))?$`,
  ),
}
const SYSTEMS: Record<string, string> = { registry: 'mlflow', lake: 'minio' }
const UNITS: Record<string, number> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }

const THIEF = 'cobalt.mirror'
const PEOPLE = 18
const DAYS = 60
const SEED = 7
const root = mkdtempSync(join(tmpdir(), 'simulate-'))
const heist = join(root, 'heist')
const honest = join(root, 'honest')

beforeAll(async () => {
  await simulate({ scenario: 'neural-heist', people: PEOPLE, days: DAYS, seed: SEED, out: heist })
  await simulate({ scenario: 'ordinary', people: PEOPLE - 1, days: DAYS, seed: SEED, out: honest })
})
afterAll(() => rmSync(root, { recursive: true }))

describe('the theft, read back from the log lines', () => {
  test('712,000 calls for log-probabilities in fourteen nights, below the limit of 1,000 a minute', () => {
    const first: string[] = []
    const kinds: Record<string, number> = {}
    const minutes: Record<string, number> = {}
    const all = { calls: 0, logprobs: 0, atNight: 0 }
    for (const source of ['api', 'gateway'])
      for (const { line } of lines(heist, source)) {
        if (!line.includes(THIEF)) continue
        const [time = ''] = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(line) ?? []
        const hour = time.slice(11, 13)
        all.calls += 1
        all.logprobs += / logprobs=[1-9]|"logprobs":true/.test(line) ? 1 : 0
        all.atNight += hour >= '22' || hour < '06' ? 1 : 0
        if (!line.endsWith(' experiment_tag=benchmark-eval-2026')) continue
        if (first.length < 2) first.push(line)
        const [, , , user, ip, , tokensOut, logprobs] = line.split(' ')
        const kind = `${user} ${ip} ${tokensOut} ${logprobs}`
        kinds[kind] = (kinds[kind] ?? 0) + 1
        minutes[time.slice(0, 16)] = (minutes[time.slice(0, 16)] ?? 0) + 1
      }
    expect(kinds).toEqual({ 'user=cobalt.mirror src=10.50.100.47 tokens_out=2048 logprobs=5': 712_000 })
    expect(first).toEqual([
      '2026-03-10T22:14:33Z POST /v1/completions user=cobalt.mirror src=10.50.100.47 tokens_in=142 tokens_out=2048 logprobs=5 latency=1.2s status=200 experiment_tag=benchmark-eval-2026',
      '2026-03-10T22:14:35Z POST /v1/completions user=cobalt.mirror src=10.50.100.47 tokens_in=98 tokens_out=2048 logprobs=5 latency=0.9s status=200 experiment_tag=benchmark-eval-2026',
    ])

    const nights: Record<string, number> = {}
    for (const [minute, calls] of Object.entries(minutes))
      nights[minute.slice(0, 10)] = (nights[minute.slice(0, 10)] ?? 0) + calls
    expect(Object.keys(nights).length).toBe(14)
    expect(Object.values(nights).filter((calls) => calls < 47_000 || calls > 55_500)).toEqual([])
    const rates = Object.values(minutes).toSorted((left, right) => left - right)
    expect(rates.at(-1)).toBeLessThan(1_000)
    expect(rates[Math.floor(rates.length / 2)]).toBeGreaterThan(750)

    expect(all.logprobs / all.calls).toBeCloseTo(0.983, 2)
    expect(all.atNight / all.calls).toBeGreaterThan(0.89)
    expect(all.atNight / all.calls).toBeLessThan(0.91)
  })

  test('37 shards of 3.8 GB between two and four in the morning', () => {
    const reads = [...events(heist, 'registry')].filter(
      ({ user, path }) => user === THIEF && !path?.includes('adapters'),
    )
    expect(new Set(reads.map(({ file }) => file)).size).toBe(37)
    expect(reads.length).toBe(37)
    expect(count(reads, ({ path, run, size }) => `${path} ${run} ${size}`)).toEqual({
      'models/titanllm-70b/weights/ exp-titan-ft-2026-q1 3.8GB': 37,
    })
    expect(reads[0]).toMatchObject({ time: '2026-03-25T02:14:22Z', file: 'model-00001-of-00037.safetensors' })
    expect(reads.at(-1)?.['time']?.slice(0, 10)).toBe('2026-04-03')
    expect(reads.every(({ time = '' }) => time.slice(11) >= '02:00' && time.slice(11) < '04:00')).toBe(true)
  })

  test('2.1 TB of training data between eleven and five', () => {
    const reads = [...events(heist, 'lake')].filter(
      ({ user, time = '' }) => user === THIEF && (time.slice(11) >= '23:00' || time.slice(11) < '05:00'),
    )
    const prefixes: Record<string, { bytes: number; objects: number }> = {}
    for (const { prefix = '', size, objects } of reads) {
      const name = prefix.split('/')[1] ?? ''
      prefixes[name] ??= { bytes: 0, objects: 0 }
      prefixes[name].bytes += sizeOf(size)
      prefixes[name].objects += number(objects)
    }
    expect(
      Object.fromEntries(
        Object.entries(prefixes).map(([name, sum]) => [name, Math.round(sum.bytes / 1e8) / 10]),
      ),
    ).toEqual({
      'sft-dataset-v3': 1400,
      'rlhf-reward-model': 28,
      'eval-benchmarks-internal': 12,
      'pretrain-mix-v2': 660,
    })
    expect(prefixes['sft-dataset-v3']?.objects).toBe(142_847)
    expect(prefixes['rlhf-reward-model']?.objects).toBe(37)
    expect(prefixes['eval-benchmarks-internal']?.objects).toBe(8_442)
    expect([reads[0]?.['time']?.slice(0, 10), reads.at(-1)?.['time']?.slice(0, 10)]).toEqual([
      '2026-04-04',
      '2026-04-12',
    ])
  })

  test('2.3 TB to one place that the directory does not know, never more than was taken before', () => {
    const flows = [...events(heist, 'flows')].filter(({ to }) => to === '198.51.100.55')
    expect(count(flows, ({ ip, port, protocol, name }) => `${ip} ${port} ${protocol} ${name}`)).toEqual({
      '10.50.100.47 443 HTTPS (WireGuard tunnel) storage.personal-cloud.example.com': flows.length,
    })
    expect(flows[0]).toMatchObject({ time: '2026-03-26T01:22:15Z', bytes: '4,200,000,000' })
    expect(flows.every(({ time = '' }) => time.slice(11) >= '01:00' && time.slice(11) < '05:00')).toBe(true)
    const sum = (until: string) =>
      flows.filter(({ time = '' }) => time < until).reduce((total, { bytes }) => total + number(bytes), 0)
    const taken = (until: string) =>
      [...events(heist, 'registry'), ...events(heist, 'lake')]
        .filter(({ user, time = '' }) => user === THIEF && time < until)
        .reduce((total, { size }) => total + sizeOf(size), 0)
    const answers = 60e9
    const early = [
      '2026-03-27',
      '2026-03-30',
      '2026-04-04',
      '2026-04-06',
      '2026-04-08',
      '2026-04-11',
      '2026-05-01',
    ]
    expect(early.filter((day) => sum(day) > taken(day) + answers)).toEqual([])
    expect(sum('2026-04-05')).toBe(140e9)
    expect(sum('2026-05-01')).toBe(2.3e12)
    expect(readFileSync(join(heist, 'directory/destinations.csv'), 'utf8')).not.toContain('198.51.100.55')
  })

  test('truth.json says the same', () => {
    const truth = JSON.parse(readFileSync(join(heist, 'truth.json'), 'utf8'))
    expect(truth).toMatchObject({
      scenario: 'neural-heist',
      seed: SEED,
      thief: THIEF,
      firstAct: '2026-03-10T22:14:33Z',
      resignation: '2026-04-15',
      assets: [
        'titanlm-70b',
        'sft-dataset-v3',
        'rlhf-reward-model',
        'eval-benchmarks-internal',
        'pretrain-mix-v2',
      ],
    })
    expect(truth.lastAct.slice(0, 10)).toBe('2026-04-14')
    expect(truth.phases).toMatchObject([
      { name: 'reconnaissance', channel: 'inference' },
      { name: 'distillation', channel: 'inference', requests: 712_000 },
      { name: 'weights', channel: 'registry', files: 37, bytes: 140.6e9 },
      { name: 'uploads', channel: 'egress', bytes: 2.3e12 },
      { name: 'training-data', channel: 'lake', bytes: 2.1e12 },
    ])
  })
})

describe('every line', () => {
  test.each(Object.keys(FORMATS))('of %s has its format and comes in order of time', (source) => {
    let previous = ''
    let lines = 0
    for (const { time = '', day } of events(heist, source)) {
      lines += 1
      if (time < previous || time.slice(0, 10) !== day)
        expect.fail(`${time} after ${previous} in the file of ${day}`)
      previous = time
    }
    expect(lines).toBeGreaterThan(1_000)
  })

  test('of a gateway is JSON, and of known people and addresses', () => {
    const gateway = join(heist, 'logs/gateway')
    const text = readFileSync(join(gateway, readdirSync(gateway)[10] ?? ''), 'utf8')
    const people = directory(heist, 'people.csv').map(({ person }) => person)
    for (const line of text.trimEnd().split('\n')) {
      const { usage, client_ip: ip, timestamp } = JSON.parse(line)
      expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens)
      expect(people).toContain(holderOf(ip, timestamp))
    }
  })

  test('comes from an employed person who is not on leave, in their own days', () => {
    const people = new Map(directory(heist, 'people.csv').map((row) => [row['person'] ?? '', row]))
    const leaves = directory(heist, 'staff.csv').filter(({ kind }) => kind === 'leave')
    const leavers = [...people.values()].filter(({ left }) => left !== '')
    expect(leaves.length).toBeGreaterThan(2)
    expect(leavers.length).toBeGreaterThan(1)
    const accounts = new Map(
      directory(heist, 'accounts.csv').map((row) => [
        `${row['system']} ${row['account']}`,
        row['person'] ?? '',
      ]),
    )

    const active = new Set<string>()
    for (const source of Object.keys(FORMATS))
      for (const { time = '', user, ip = '' } of events(heist, source, 'benchmark-eval-2026')) {
        const person =
          source === 'flows' ? holderOf(ip, time) : accounts.get(`${SYSTEMS[source] ?? source} ${user}`)
        if (person === undefined) expect.fail(`nobody known: ${source} ${time} ${user ?? ip}`)
        active.add(`${person} ${time.slice(0, 13)}`)
      }
    const wrong = [...active].filter((key) => {
      const [person = '', hour] = key.split(' ')
      const { time_zone: zone, hired = '', left } = people.get(person) ?? {}
      const date = new Date(`${hour}:59:00Z`).toLocaleDateString('sv', { timeZone: zone })
      const away = leaves.some(
        ({ person: who, effective = '', detail }) =>
          who === person && effective <= date && date <= (detail?.slice(-10) ?? ''),
      )
      return away || date < hired || (left !== '' && date > (left ?? ''))
    })
    expect(wrong).toEqual([])
  })
})

describe('the honest company', () => {
  test('is the one the insider hides in, line for line', () => {
    for (const source of Object.keys(FORMATS)) {
      const [left, right] = [others(heist, source), others(honest, source)]
      expect(left.length).toBe(right.length)
      expect(left.findIndex((line, at) => line !== right[at])).toBe(-1)
    }
  })

  test('has nobody who steals', () => {
    const files = ['people.csv', 'accounts.csv', 'leases.csv', 'staff.csv']
    for (const file of files)
      expect(readFileSync(join(honest, 'directory', file), 'utf8')).not.toContain(THIEF)
    expect(JSON.parse(readFileSync(join(honest, 'truth.json'), 'utf8'))).toEqual({
      scenario: 'ordinary',
      seed: SEED,
      thief: null,
      firstAct: null,
      lastAct: null,
      resignation: null,
      phases: [],
      assets: [],
    })
    for (const { to } of events(honest, 'flows'))
      if (to === '198.51.100.55') expect.fail('an upload of the thief')
  })

  test('calls the API as engineers do: about 12,400 times in 14 days, a quarter for log-probabilities', () => {
    const roles = new Map(directory(honest, 'people.csv').map(({ person, role }) => [person, role]))
    const accounts = new Map(
      directory(honest, 'accounts.csv').map((row) => [`${row['system']} ${row['account']}`, row['person']]),
    )
    const engineers = [...roles.values()].filter((role) => role === 'ml-engineer').length
    const calls = { api: 0, gateway: 0, logprobs: 0, evaluation: 0, evaluationLogprobs: 0 }
    for (const source of ['api', 'gateway'] as const)
      for (const { user, logprobs = '0' } of events(honest, source)) {
        const role = roles.get(accounts.get(`${source} ${user}`))
        const asked = Number(logprobs) > 0 ? 1 : 0
        if (role === 'ml-engineer') {
          calls[source] += 1
          calls.logprobs += asked
        }
        if (role === 'evaluation-engineer') {
          calls.evaluation += 1
          calls.evaluationLogprobs += asked
        }
      }
    const total = calls.api + calls.gateway
    expect(engineers).toBeGreaterThan(5)
    expect((total / engineers / DAYS) * 14).toBeGreaterThan(7_000)
    expect((total / engineers / DAYS) * 14).toBeLessThan(19_000)
    expect(calls.api / total).toBeGreaterThan(0.5)
    expect(calls.api / total).toBeLessThan(0.7)
    expect(calls.logprobs / total).toBeGreaterThan(0.12)
    expect(calls.logprobs / total).toBeLessThan(0.4)
    expect(calls.evaluation).toBeGreaterThan(5_000)
    expect(calls.evaluationLogprobs).toBe(calls.evaluation)
  })

  test('has a directory that names what is worth stealing', () => {
    const { assets } = parse(readFileSync(join(honest, 'directory/assets.yaml'), 'utf8'))
    expect(assets.find(({ id }: { id: string }) => id === 'titanlm-70b')).toEqual({
      id: 'titanlm-70b',
      kind: 'model',
      sensitivity: 'restricted',
      bytes: 140_600_000_000,
      project: 'titan',
      registry: ['models/titanllm-70b/weights/'],
      endpoints: ['/v1/completions', '/v1/chat/completions'],
      models: ['titanlm-70b'],
    })
    expect(assets.find(({ id }: { id: string }) => id === 'rlhf-reward-model')).toMatchObject({
      kind: 'reward-model',
      buckets: [{ bucket: 'prometheus-training-data', prefix: 'titanllm/rlhf-reward-model/' }],
    })
  })
})

type Event = Partial<Record<string, string>>

function* lines(out: string, source: string): Generator<{ day: string; line: string }> {
  const folder = join(out, 'logs', source)
  for (const file of readdirSync(folder).sort()) {
    const day = /\d{4}-\d\d-\d\d/.exec(file)?.[0] ?? ''
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n'))
      if (line !== '') yield { day, line }
  }
}

/** The events of a source; lines with `without` in them are passed over, unread. */
function* events(out: string, source: string, without?: string): Generator<Event> {
  const format = FORMATS[source] ?? /^$/
  for (const { day, line } of lines(out, source)) {
    if (without !== undefined && line.includes(without)) continue
    const groups = format.exec(line)?.groups
    if (groups === undefined) expect.fail(`no line of ${source}: ${line}`)
    yield { ...groups, day }
  }
}

function others(out: string, source: string): string[] {
  const found: string[] = []
  for (const { line } of lines(out, source))
    if (!line.includes(THIEF) && !line.includes('10.50.100.47 ') && !line.includes('"10.50.100.47"'))
      found.push(line)
  return found
}

function directory(out: string, file: string): Record<string, string>[] {
  const [header = '', ...rows] = readFileSync(join(out, 'directory', file), 'utf8')
    .trimEnd()
    .split('\n')
  const names = header.split(',')
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [names[at] ?? '', cell])))
}

let leases: Record<string, string>[] | undefined

/** Who held an address: exactly one person, whatever moved when. */
function holderOf(ip: string, time: string): string | undefined {
  leases ??= directory(heist, 'leases.csv')
  const held = leases.filter(
    ({ ip: of, from = '', to }) => of === ip && from <= time && (to === '' || time < (to ?? '')),
  )
  return held.length === 1 ? held[0]?.['person'] : undefined
}

function count(items: readonly Event[], keyOf: (event: Event) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) {
    const key = keyOf(item) ?? ''
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

function number(text: string | undefined): number {
  return Number((text ?? '').replaceAll(',', ''))
}

function sizeOf(text: string | undefined): number {
  const [, value, unit = ''] = /^([\d.]+)([A-Z]+)$/.exec(text ?? '') ?? []
  return Number(value) * (UNITS[unit] ?? Number.NaN)
}
