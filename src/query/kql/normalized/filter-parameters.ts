/** How a parameter of a normalized schema (ASIM) asks its columns for its value. */
export type Asks =
  | 'from'
  | 'until'
  /** Any term of a list, or of one text, is in any of the columns. */
  | 'has any'
  | 'has all'
  | 'has any address'
  | 'has address'
  | 'is one of'
  | 'is one of, in any case'
  | 'is'
  | 'is, in any case'
  | 'has'
  /** No rows at all where it is true: a parser that is switched off. */
  | 'disabled'
  /** Whether what a parser does not know is packed: of no consequence for the rows. */
  | 'no consequence'

export interface FilterParameter {
  readonly asks: Asks
  /** Columns of the schema; one that has it is enough. */
  readonly columns: readonly string[]
  /** Values that mean the same. */
  readonly synonyms?: readonly string[]
  /** The column that then says which of them it was. */
  readonly matching?: string
}

type Parameters = Readonly<Record<string, FilterParameter>>

const asks = (how: Asks, ...columns: string[]): FilterParameter => ({ asks: how, columns })

/** Either of two columns, and which of them. */
const either = (how: Asks, matching: string, ...columns: string[]): FilterParameter => ({
  asks: how,
  columns,
  matching,
})

const TIME: Parameters = { starttime: asks('from'), endtime: asks('until') }
const SOURCE: Parameters = { srcipaddr_has_any_prefix: asks('has any address', 'SrcIpAddr') }
const ACTOR: Parameters = { actorusername_has_any: asks('has any', 'ActorUsername') }
const EVENT_TYPE: Parameters = { eventtype_in: asks('is one of, in any case', 'EventType') }
const DEVICE: Parameters = { dvchostname_has_any: asks('has any', 'DvcHostname') }
const RESULT: Parameters = { eventresult: asks('is', 'EventResult') }
const HASHES = ['SHA512', 'SHA256', 'SHA1', 'MD5']

/** A lookup has had two names. */
const DNS_LOOKUPS = ['Query', 'lookup']

export interface NormalizedSchema {
  /** In the order of the unifying parser. */
  readonly parameters: Parameters
  /** How many arguments can stand without a name; more of them mean different things in different versions. */
  readonly positional?: number
  /** Values that a column may have where its parameter is not given. */
  readonly defaults?: Readonly<Record<string, readonly string[]>>
}

/**
 * The filtering parameters of the parsers of each schema.
 *
 * @see https://learn.microsoft.com/azure/sentinel/normalization-about-schemas
 */
export const NORMALIZED_SCHEMAS: ReadonlyMap<string, NormalizedSchema> = new Map<string, NormalizedSchema>([
  [
    'NetworkSession',
    {
      parameters: {
        ...TIME,
        ...SOURCE,
        dstipaddr_has_any_prefix: asks('has any address', 'DstIpAddr'),
        ipaddr_has_any_prefix: either('has any address', 'ASimMatchingIpAddr', 'SrcIpAddr', 'DstIpAddr'),
        dstportnumber: asks('is', 'DstPortNumber'),
        hostname_has_any: either('has any', 'ASimMatchingHostname', 'SrcHostname', 'DstHostname'),
        dvcaction: asks('is one of', 'DvcAction'),
        ...RESULT,
      },
    },
  ],
  [
    'WebSession',
    {
      parameters: {
        ...TIME,
        ...SOURCE,
        ipaddr_has_any_prefix: either('has any address', 'ASimMatchingIpAddr', 'SrcIpAddr', 'DstIpAddr'),
        url_has_any: asks('has any', 'Url'),
        httpuseragent_has_any: asks('has any', 'HttpUserAgent'),
        eventresultdetails_in: asks('has any', 'EventResultDetails'),
        eventresult: asks('is, in any case', 'EventResult'),
        eventresultdetails_has_any: asks('has any', 'EventResultDetails'),
      },
    },
  ],
  [
    'Dns',
    {
      parameters: {
        ...TIME,
        srcipaddr: asks('is', 'SrcIpAddr'),
        domain_has_any: asks('has any', 'DnsQuery'),
        responsecodename: asks('is', 'DnsResponseCodeName'),
        response_has_ipv4: asks('has address', 'DnsResponseName'),
        response_has_any_prefix: asks('has any address', 'DnsResponseName'),
        eventtype: { ...asks('is', 'EventType'), synonyms: DNS_LOOKUPS },
      },
      // A row that does not say what it is counts as a lookup.
      defaults: { eventtype: [...DNS_LOOKUPS, ''] },
    },
  ],
  [
    'Authentication',
    {
      parameters: {
        ...TIME,
        username_has_any: asks('has any', 'TargetUsername', 'ActorUsername'),
        targetappname_has_any: asks('has any', 'TargetAppName'),
        ...SOURCE,
        srchostname_has_any: asks('has any', 'SrcHostname'),
        ...EVENT_TYPE,
        eventresultdetails_in: asks('is one of, in any case', 'EventResultDetails'),
        ...RESULT,
        // Its name before there was a list.
        targetusername_has: asks('has', 'TargetUsername'),
      },
      positional: 9,
    },
  ],
  [
    'FileEvent',
    {
      parameters: {
        ...TIME,
        ...EVENT_TYPE,
        ...SOURCE,
        ...ACTOR,
        targetfilepath_has_any: asks('has any', 'TargetFilePath'),
        srcfilepath_has_any: asks('has any', 'SrcFilePath'),
        hashes_has_any: asks('has any', ...HASHES.flatMap((hash) => [`TargetFile${hash}`, `SrcFile${hash}`])),
        ...DEVICE,
      },
    },
  ],
  [
    'ProcessEvent',
    {
      parameters: {
        ...TIME,
        commandline_has_any: asks('has any', 'TargetProcessCommandLine'),
        commandline_has_all: asks('has all', 'TargetProcessCommandLine'),
        commandline_has_any_ip_prefix: asks('has any address', 'TargetProcessCommandLine'),
        actingprocess_has_any: asks('has any', 'ActingProcessName'),
        targetprocess_has_any: asks('has any', 'TargetProcessName'),
        parentprocess_has_any: asks('has any', 'ParentProcessName'),
        targetusername_has: asks('has', 'TargetUsername'),
        targetusername: asks('has', 'TargetUsername'),
        actorusername_has: asks('has', 'ActorUsername'),
        actorusername: asks('has', 'ActorUsername'),
        dvcipaddr_has_any_prefix: asks('has any address', 'DvcIpAddr'),
        ...DEVICE,
        dvcname_has_any: asks('has any', 'DvcHostname'),
        eventtype: asks('is', 'EventType'),
        hashes_has_any: asks('has any', ...[...HASHES, 'IMPHASH'].map((hash) => `TargetProcess${hash}`)),
      },
      positional: 9,
    },
  ],
  [
    'AuditEvent',
    {
      parameters: {
        ...TIME,
        ...SOURCE,
        ...ACTOR,
        operation_has_any: asks('has any', 'Operation'),
        ...EVENT_TYPE,
        eventresult: asks('is, in any case', 'EventResult'),
        object_has_any: asks('has any', 'Object'),
        newvalue_has_any: asks('has any', 'NewValue'),
      },
      positional: 3,
    },
  ],
  [
    'RegistryEvent',
    {
      parameters: {
        ...TIME,
        ...EVENT_TYPE,
        ...ACTOR,
        registrykey_has_any: asks('has any', 'RegistryKey'),
        registryvalue_has_any: asks('has any', 'RegistryValue'),
        registrydata_has_any: asks('has any', 'RegistryValueData'),
        ...DEVICE,
      },
    },
  ],
  [
    'Dhcp',
    {
      parameters: {
        ...TIME,
        ...SOURCE,
        srchostname_has_any: asks('has any', 'SrcHostname'),
        srcusername_has_any: asks('has any', 'SrcUsername'),
        ...RESULT,
      },
    },
  ],
  [
    'UserManagement',
    {
      parameters: {
        ...TIME,
        ...SOURCE,
        targetusername_has_any: asks('has any', 'TargetUsername'),
        ...ACTOR,
        ...EVENT_TYPE,
      },
    },
  ],
  [
    'AlertEvent',
    {
      parameters: {
        ...TIME,
        ipaddr_has_any_prefix: asks('has any address', 'DvcIpAddr'),
        hostname_has_any: asks('has any', 'DvcHostname'),
        username_has_any: asks('has any', 'Username'),
        attacktactics_has_any: asks('has any', 'AttackTactics'),
        attacktechniques_has_any: asks('has any', 'AttackTechniques'),
        threatcategory_has_any: asks('has any', 'ThreatCategory'),
        alertverdict_has_any: asks('has any', 'AlertVerdict'),
        eventseverity_has_any: asks('has any', 'EventSeverity'),
      },
    },
  ],
])

/** Other names of a schema in the names of its parsers. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['File', 'FileEvent'],
  ['Process', 'ProcessEvent'],
  ['ProcessCreate', 'ProcessEvent'],
  ['ProcessTerminate', 'ProcessEvent'],
  ['Registry', 'RegistryEvent'],
  ['DhcpEvent', 'Dhcp'],
  ['Alert', 'AlertEvent'],
])

// Longer names first, or Process would be found in ProcessCreate.
const NAMES = [...NORMALIZED_SCHEMAS.keys(), ...OTHER_NAMES.keys()].sort((a, b) => b.length - a.length)
const PARSER = new RegExp(`^_?(im|vim|asim)_?(${NAMES.join('|')})(_?[A-Z0-9]\\w*)?$`)
const PARSER_PREFIX = /^_?(?:Im|ASim|vim)/

export interface NormalizedParser extends NormalizedSchema {
  /** One that reads a single product, or all of them. */
  readonly ofOneSource: boolean
}

/**
 * The schema whose rows a function gives, by its name: `_Im_Dns`, `imDns`, `_ASim_Dns`, `vimDnsInfobloxNIOS`. A parser
 * without filters (`ASim…`) has no defaults either.
 */
export function normalizedParser(name: string): NormalizedParser | undefined {
  const [, kind, schema = '', source] =
    PARSER.exec(name.replace(PARSER_PREFIX, (prefix) => prefix.toLowerCase())) ?? []
  const found = NORMALIZED_SCHEMAS.get(OTHER_NAMES.get(schema) ?? schema)
  if (found === undefined) return undefined
  const { parameters, positional = Object.keys(parameters).length, defaults = {} } = found
  return {
    parameters,
    positional,
    defaults: kind === 'asim' ? {} : defaults,
    ofOneSource: source !== undefined,
  }
}
