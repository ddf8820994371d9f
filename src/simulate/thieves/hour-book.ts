import { DAY, HOUR, isoSecond } from '../calendar.ts'
import type { Flow } from '../lines/flow-line.ts'
import type { InferenceCall } from '../lines/inference-line.ts'
import type { LakeRead } from '../lines/lake-line.ts'
import type { RegistryRead } from '../lines/registry-line.ts'
import type { ActSink, Acts, Source } from '../sources.ts'
import type { Span } from '../span.ts'
import { assetOfLake, assetOfRegistry, type Patterns } from './asset-patterns.ts'
import { bytesAsLogged } from './logged-size.ts'

/** A row of a roll-up by person and hour, by column name. */
export type HourRow = Record<string, string | number>

type CallRow = HourRow &
  Record<'hour' | 'person' | 'endpoint' | 'model' | 'tag' | 'asset', string> &
  Record<'requests' | 'failed' | 'logprob_requests' | 'tokens_in' | 'tokens_out' | 'logprob_tokens', number>

/** The roll-ups that a book fills, as `src/activity/roll-ups/` calls them. */
export const HOUR_TABLES = ['inference', 'artifact', 'object', 'flow'] as const
export type HourTable = (typeof HOUR_TABLES)[number]

/**
 * Acts summed by person and hour as intake and roll-ups would do it, without the log lines between: a company of
 * 180 people in seconds instead of minutes. `hour-book.test.ts` compares both ways row by row.
 */
export class HourBook {
  readonly #rows: Record<HourTable, Map<string, HourRow>> = {
    inference: new Map(),
    artifact: new Map(),
    object: new Map(),
    flow: new Map(),
  }
  readonly #patterns: Patterns
  readonly #span: Span
  /** Calls of a run follow each other, so the row before is mostly the one. */
  #lastCall: { hour: number; row: CallRow } | null = null

  constructor(span: Span, patterns: Patterns) {
    this.#span = span
    this.#patterns = patterns
  }

  /** Where acts of one person go. The logs name accounts and addresses; this is who held them. */
  sinkOf(person: string): ActSink {
    return {
      add: <Of extends Source>(source: Of, act: Acts[Of]) => {
        const day = Math.floor(act.time / DAY)
        if (day < this.#span.firstDay || day > this.#span.lastDay) return
        const hour = Math.floor(act.time / HOUR)
        if (source === 'flows') this.#flow(person, hour, act as Flow)
        else if (source === 'registry') this.#artifact(person, hour, act as RegistryRead)
        else if (source === 'lake') this.#object(person, hour, act as LakeRead)
        else this.#inference(person, hour, act as InferenceCall & { model?: string })
      },
    }
  }

  /** The rows of a roll-up; `hour` is ISO 8601 in UTC. */
  rows(table: HourTable): HourRow[] {
    return [...this.#rows[table].values()]
  }

  /** The rows of a roll-up before a UTC day, which are then forgotten: nothing of those days may come later. */
  takeBefore(table: HourTable, day: number): HourRow[] {
    const until = isoHour(day * 24)
    const taken: HourRow[] = []
    for (const [key, row] of this.#rows[table]) {
      if (String(row['hour']) >= until) continue
      taken.push(row)
      this.#rows[table].delete(key)
    }
    this.#lastCall = null
    return taken
  }

  #inference(person: string, hour: number, call: InferenceCall & { model?: string }): void {
    const { endpoint, model = '', status, logprobs, tokensIn, tokensOut } = call
    const row = this.#callRow(person, hour, endpoint, model, call.tag ?? '')
    row.requests += 1
    row.tokens_in += tokensIn
    row.tokens_out += tokensOut
    if (status >= 400) row.failed += 1
    if (logprobs === 0) return
    row.logprob_requests += 1
    row.logprob_tokens += tokensOut
  }

  #callRow(person: string, hour: number, endpoint: string, model: string, tag: string): CallRow {
    const last = this.#lastCall
    if (
      last !== null &&
      last.hour === hour &&
      last.row.person === person &&
      last.row.tag === tag &&
      last.row.endpoint === endpoint &&
      last.row.model === model
    )
      return last.row
    const row = this.#row('inference', `i|${hour}|${person}|${endpoint}|${model}|${tag}`, () => ({
      hour: isoHour(hour),
      person,
      endpoint,
      model,
      tag,
      asset: this.#patterns.ofCall(endpoint, model),
      requests: 0,
      failed: 0,
      logprob_requests: 0,
      tokens_in: 0,
      tokens_out: 0,
      logprob_tokens: 0,
    })) as CallRow
    this.#lastCall = { hour, row }
    return row
  }

  #artifact(person: string, hour: number, read: RegistryRead): void {
    const { run, path, file, status } = read
    const key = `a|${hour}|${person}|${run}|${path}|${file}`
    const row = this.#row('artifact', key, () => ({
      hour: isoHour(hour),
      person,
      registry: '',
      run,
      path,
      file,
      operation: 'GET',
      asset: assetOfRegistry(this.#patterns, path),
      is_weights: 1,
      requests: 0,
      failed: 0,
      bytes: 0,
      largest: 0,
    }))
    add(row, 'requests', 1)
    if (status >= 400) {
      add(row, 'failed', 1)
      return
    }
    const bytes = bytesAsLogged(read.bytes)
    add(row, 'bytes', bytes)
    row['largest'] = Math.max(Number(row['largest']), bytes)
  }

  #object(person: string, hour: number, { bucket, prefix, objects, bytes }: LakeRead): void {
    const row = this.#row('object', `o|${hour}|${person}|${bucket}|${prefix}`, () => ({
      hour: isoHour(hour),
      person,
      bucket,
      prefix,
      operation: 'GET',
      asset: assetOfLake(this.#patterns, bucket, prefix),
      requests: 0,
      failed: 0,
      objects: 0,
      bytes: 0,
    }))
    add(row, 'requests', 1)
    add(row, 'objects', Math.round(objects))
    add(row, 'bytes', bytesAsLogged(bytes))
  }

  #flow(person: string, hour: number, { to, name, protocol, bytes, seconds }: Flow): void {
    const tunnel = /\((.*?) tunnel\)/.exec(protocol ?? '')?.[1] ?? ''
    const destination = name ?? to
    const row = this.#row('flow', `f|${hour}|${person}|${destination}|${to}|${tunnel}`, () => ({
      hour: isoHour(hour),
      person,
      destination,
      dst_ip: to,
      tunnel,
      is_internal: 0,
      flows: 0,
      bytes_out: 0,
      bytes_in: 0,
      duration_s: 0,
    }))
    add(row, 'flows', 1)
    add(row, 'bytes_out', Math.round(bytes))
    add(row, 'duration_s', Math.round(seconds))
  }

  #row(table: HourTable, key: string, make: () => HourRow): HourRow {
    const rows = this.#rows[table]
    const row = rows.get(key) ?? make()
    rows.set(key, row)
    return row
  }
}

function add(row: HourRow, column: string, amount: number): void {
  row[column] = (row[column] as number) + amount
}

function isoHour(hour: number): string {
  return isoSecond(hour * HOUR)
}
