/**
 * What a column of a plan holds, and how ClickHouse holds it:
 *
 * | type        | in ClickHouse                 | note |
 * | ----------- | ----------------------------- | ---- |
 * | bool        | Nullable(Bool)                | |
 * | int         | Nullable(Int32)               | |
 * | long        | Nullable(Int64)               | a scan may leave any integer type that fits |
 * | real        | Nullable(Float64)             | |
 * | decimal     | Nullable(Decimal(38, 17))     | |
 * | string      | String, or Nullable(String)   | Kusto's strings are never null, Splunk's and Sigma's may be |
 * | datetime    | Nullable(DateTime64(7, 'UTC'))| a scan may leave a smaller scale |
 * | timespan    | Nullable(Int64)               | ticks of 100 ns |
 * | guid        | Nullable(UUID)                | |
 * | dynamic     | Nullable(String)              | JSON text; a string inside is quoted, null is NULL |
 * | multivalue  | Array(String)                 | Splunk's; an absent field is the empty array |
 */
export const SCALAR_TYPES = [
  'bool',
  'int',
  'long',
  'real',
  'decimal',
  'string',
  'datetime',
  'timespan',
  'guid',
  'dynamic',
  'multivalue',
] as const
export type ScalarType = (typeof SCALAR_TYPES)[number]

export interface Column {
  readonly name: string
  readonly type: ScalarType
}

/** Ticks of 100 ns in a second: the precision of Kusto's datetime and timespan. */
export const TICKS_PER_SECOND = 10_000_000n
