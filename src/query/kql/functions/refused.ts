import { QueryError } from '../../plan/query-error.ts'
import type { Signature } from './function-signatures.ts'

/** Names of Kusto that are known here and not built, with the reason a user is told. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ...because('it needs a geometry library', 'geo_'),
  ...because(
    'it decomposes a series in a way that is not published to the last digit',
    'series_decompose',
    'series_decompose_anomalies',
    'series_decompose_forecast',
    'series_seasonal',
    'series_periods_detect',
    'series_periods_validate',
    'series_outliers',
  ),
  ...because(
    'it is not built for series here',
    'series_fft',
    'series_ifft',
    'series_fit_2lines',
    'series_fit_2lines_dynamic',
    'series_fit_poly',
    'series_fir',
    'series_iir',
  ),
  ...because('how Kusto combines hashes is not published', 'hash_many', 'hash_combine'),
  ...because('it needs a list of browsers that changes all the time', 'parse_user_agent'),
  ...because('its results have more digits than a decimal here', 'parse_version'),
  ...because('it walks values of any depth', 'treepath', 'buildschema'),
  ...because('the engine has no such transformation', 'welch_test'),
  ...because(
    'there is no cluster, principal or extent here',
    'cluster',
    'current_cluster_endpoint',
    'current_database',
    'current_principal',
    'current_principal_details',
    'current_principal_is_member_of',
    'extent_id',
    'extentid',
    'extent_tags',
    'cursor_after',
    'cursor_before_or_at',
    'cursor_current',
    'current_cursor',
    'row_id',
  ),
])

function because(reason: string, ...names: readonly string[]): [string, string][] {
  return names.map((name) => [name, reason])
}

/** A function that only says that it is not supported; undefined: the name is not Kusto's. */
export function refusalOf(name: string): Signature | undefined {
  const reason = REASONS.get(name) ?? (name.startsWith('geo_') ? REASONS.get('geo_') : undefined)
  if (reason === undefined) return undefined
  return {
    name,
    translate: (_, at) => {
      throw new QueryError('unsupported', `'${name}' is not supported here: ${reason}`, at, name)
    },
  }
}
