import type { FunctionTable } from './function-table.ts'
import { KQL_AGGREGATE } from './kql-aggregate.ts'
import { KQL_BAG } from './kql-bag.ts'
import { KQL_BETA } from './kql-beta.ts'
import { KQL_COLLECT } from './kql-collect.ts'
import { KQL_COMPRESSION } from './kql-compression.ts'
import { KQL_CONVERSION } from './kql-conversion.ts'
import { KQL_DATETIME } from './kql-datetime.ts'
import { KQL_DYNAMIC } from './kql-dynamic.ts'
import { KQL_ENCODING } from './kql-encoding.ts'
import { KQL_GEO_INFO } from './kql-geo-info.ts'
import { KQL_IN } from './kql-in.ts'
import { KQL_MATH } from './kql-math.ts'
import { KQL_MEMBER } from './kql-member.ts'
import { KQL_NETWORK } from './kql-network.ts'
import { KQL_OPERATORS } from './kql-operators.ts'
import { KQL_PARSE } from './kql-parse.ts'
import { KQL_PERCENTILE } from './kql-percentile.ts'
import { KQL_PUNYCODE } from './kql-punycode.ts'
import { KQL_SERIES } from './kql-series.ts'
import { KQL_STRING } from './kql-string.ts'
import { KQL_TERM } from './kql-term.ts'
import { KQL_TIME_ZONE } from './kql-time-zone.ts'
import { KQL_WINDOW } from './kql-window.ts'

/** Kusto's functions, operators and aggregates, one table a subject. */
export const KQL_TABLES: readonly FunctionTable[] = [
  KQL_OPERATORS,
  KQL_TERM,
  KQL_IN,
  KQL_MATH,
  KQL_BETA,
  KQL_CONVERSION,
  KQL_MEMBER,
  KQL_STRING,
  KQL_ENCODING,
  KQL_COMPRESSION,
  KQL_PUNYCODE,
  KQL_DATETIME,
  KQL_TIME_ZONE,
  KQL_DYNAMIC,
  KQL_BAG,
  KQL_NETWORK,
  KQL_GEO_INFO,
  KQL_PARSE,
  KQL_SERIES,
  KQL_AGGREGATE,
  KQL_COLLECT,
  KQL_PERCENTILE,
  KQL_WINDOW,
]
