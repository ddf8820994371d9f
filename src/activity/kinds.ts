/**
 * The kinds of act a log line can tell of; each has a table of its own (`store/analytics/migrations`). A
 * `flow_counter` row is a reading of a counter that grows, e.g. of a tunnel: what flowed is the difference of two.
 */
export const ACTIVITY_KINDS = [
  'inference',
  'artifact',
  'object',
  'flow',
  'flow_counter',
  'web',
  'session',
] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

/** What a column holds decides how a missing value is explained. */
export type ColumnType = 'time' | 'moment' | 'text' | 'count' | 'number' | 'flag' | 'address'

/** Of these a missing value is a value. */
export const MAY_BE_NULL: readonly ColumnType[] = ['number', 'moment']

interface Column {
  readonly name: string
  readonly type: ColumnType
  /** SQL for a source that does not say; a column without one must come from the source. */
  readonly otherwise?: string
}

// Typed, as a view has to know what its columns are.
const NO_NUMBER = "CAST(NULL, 'Nullable(Float32)')"
const NO_MOMENT = "CAST(NULL, 'Nullable(DateTime64(3, \\'UTC\\'))')"

const text = (name: string): Column => ({ name, type: 'text', otherwise: "''" })
const count = (name: string): Column => ({ name, type: 'count', otherwise: '0' })
const required = (name: string, type: ColumnType): Column => ({ name, type })

/** Columns of every kind that a source fills; the intake adds `source`, `system`, `event_id`, `input`, `offset`, `batch`. */
const WHO: readonly Column[] = [required('time', 'time'), text('account'), text('src_ip')]

/** Columns a source can fill, per kind. */
export const COLUMNS: Readonly<Record<ActivityKind, readonly Column[]>> = {
  inference: [
    ...WHO,
    text('endpoint'),
    text('model'),
    required('tokens_in', 'count'),
    required('tokens_out', 'count'),
    count('logprobs'),
    count('logit_bias'),
    { name: 'temperature', type: 'number', otherwise: NO_NUMBER },
    count('max_tokens'),
    { name: 'stream', type: 'flag', otherwise: 'false' },
    count('status'),
    count('latency_ms'),
    text('tag'),
    text('prompt_sketch'),
  ],
  artifact: [
    ...WHO,
    text('registry'),
    text('model'),
    text('version'),
    text('run'),
    required('path', 'text'),
    text('file'),
    required('bytes', 'count'),
    required('operation', 'text'),
    count('status'),
  ],
  object: [
    ...WHO,
    required('bucket', 'text'),
    text('key'),
    text('prefix'),
    required('operation', 'text'),
    { name: 'objects', type: 'count', otherwise: '1' },
    required('bytes', 'count'),
    count('status'),
  ],
  flow: [
    ...WHO,
    required('dst_ip', 'address'),
    count('dst_port'),
    text('dst_name'),
    text('protocol'),
    required('bytes_out', 'count'),
    count('bytes_in'),
    count('duration_s'),
    text('tunnel'),
  ],
  flow_counter: [
    ...WHO,
    // Names what is counted, e.g. one connection; readings of one name and source are compared with each other.
    required('counter', 'text'),
    // When the counter stood at zero. Unknown: the first reading only says where the next begins.
    { name: 'since', type: 'moment', otherwise: NO_MOMENT },
    text('dst_ip'),
    count('dst_port'),
    text('dst_name'),
    text('protocol'),
    required('bytes_out', 'count'),
    count('bytes_in'),
    text('tunnel'),
  ],
  web: [
    ...WHO,
    required('host', 'text'),
    text('category'),
    text('method'),
    required('bytes_out', 'count'),
    count('bytes_in'),
    text('verdict'),
    count('status'),
  ],
  session: [
    ...WHO,
    // `login`, or `lease`: the address was this login's alone from `started` until `ended` or its next lease.
    required('how', 'text'),
    text('ip'),
    text('device'),
    { name: 'started', type: 'moment', otherwise: NO_MOMENT },
    { name: 'ended', type: 'moment', otherwise: NO_MOMENT },
    text('outcome'),
  ],
}

/** How a value that could not be read is named in a reject's reason. */
export const COLUMN_PROBLEM: Readonly<Record<ColumnType, string>> = {
  time: 'is missing or not a time',
  moment: 'is not a time',
  text: 'is missing',
  count: 'is missing or not a whole number in range',
  number: 'is not a number',
  flag: 'is not true or false',
  address: 'is missing or not an IP address',
}
