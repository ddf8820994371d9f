import type { ScalarType } from '../plan/type.ts'

/** Columns whose type is the same in every table of Sentinel and Defender that has them, by type. */
const WELL_KNOWN: Readonly<Partial<Record<ScalarType, readonly string[]>>> = {
  int: [
    'EventID',
    'EventCount',
    'LogonType',
    'Level',
    'SourcePort',
    'DestinationPort',
    'RemotePort',
    'LocalPort',
  ],
  dynamic: [
    'AdditionalFields',
    'DeviceDetail',
    'LocationDetails',
    'TargetResources',
    'InitiatedBy',
    'AdditionalDetails',
    'Authorization_d',
    'Claims_d',
    'Properties_d',
    'AuthenticationProcessingDetails_d',
    'MfaDetail',
  ],
  bool: [
    'IsInteractive',
    'IsRisky',
    'IsLocalAdmin',
    'IsInitiatingProcessRemoteSession',
    'IsExternal',
    'IsGuest',
  ],
}

const BY_NAME: ReadonlyMap<string, ScalarType> = new Map(
  Object.entries(WELL_KNOWN).flatMap(([type, names]) =>
    names.map((name) => [name, type as ScalarType] as const),
  ),
)

/** Custom tables of Log Analytics say the type in the column's name. */
const BY_SUFFIX: readonly (readonly [RegExp, ScalarType])[] = [
  [/_s$/, 'string'],
  [/_d$/, 'real'],
  [/_b$/, 'bool'],
  [/_g$/, 'string'],
  [/_t$/, 'datetime'],
  [
    /^(TimeGenerated|Timestamp|TimeStamp|StartTimeUtc|EndTimeUtc|StartTime|EndTime|EventStartTime|EventEndTime)$/,
    'datetime',
  ],
  [/(TimeGenerated|TimeUtc|TimeUTC|CreationTime|_datetime|DateTime|TimeStamp|Timestamp)$/, 'datetime'],
]

/**
 * The type that a column has by its name, where Sentinel, Defender or Log Analytics are consistent about it.
 *
 * @example wellKnownType('TimeGenerated') // => 'datetime'
 */
export function wellKnownType(name: string): ScalarType | undefined {
  return BY_NAME.get(name) ?? BY_SUFFIX.find(([pattern]) => pattern.test(name))?.[1]
}
