/**
 * Functions that reach out of the tables: files, programs, models, the network, dictionaries and tables named by a
 * string, the engine's settings, and what it is and runs on. Read-only mode lets all of them through (measured on 26.7:
 * `file('/etc/passwd')` answers). `read-only-functions.test.ts` asks of every function of the engine in use whether
 * it belongs here, so a new version cannot bring one unseen.
 */
const NAMES: ReadonlySet<string> = new Set(
  `addressToLine addressToLineWithInlines addressToSymbol authenticatedUser authUser buildId catboostEvaluate chdb
  connectionId connection_id currentProfiles currentQueryID current_query_id currentRoles currentUser current_user
  currentSchemas current_schemas defaultProfiles defaultRoles demangle enabledProfiles enabledRoles errorCodeToName
  evalMLMethod file filesystemAvailable filesystemCapacity filesystemUnreserved FQDN fullHostName generateSerialID
  globalVariable hasColumnInTable hasThreadFuzzer hostName initialQueryID initial_query_id initialQueryStartTime
  initial_query_start_time joinGet joinGetOrNull logTrace mergeTreePartInfo isMergeTreePartCoveredBy queryID query_id
  revision serverUUID session_user shardCount shardNum showCertificate sleep sleepEachRow tcpPort tid
  transactionID transactionLatestSnapshot transactionOldestSnapshot uptime user zookeeperSessionUptime
  runningConcurrency naiveBayesClassifier naiveBayesClassifierWithProb naiveBayesClassifierWithAllProbs
  currentDatabase current_database database schema getOSKernelVersion
  partitionId partitionID`
    .split(/\s+/)
    .map((name) => name.toLowerCase()),
)

/** Families: dictionaries, embedded ones too; language models; `getSetting`, `getMacro`, `getServerPort`…; the engine's own. */
const FAMILIES =
  /^(dict(get|has|isin)|region(to|in|hierarchy)|ai(classify|generate|embed|extract|translate)|get(setting|serversetting|mergetreesetting|macro|serverport|clienthttpheader|maxtablename)|__)/

/**
 * Does a function reach out of the tables? Names are compared without their case, as the engine reads some of them so.
 *
 * @example isReaching('File') // => true
 * @example isReaching('lower') // => false
 */
export function isReaching(name: string): boolean {
  const lower = name.toLowerCase()
  return NAMES.has(lower) || FAMILIES.test(lower)
}

/** The table functions that only make or reshape rows; every other one reaches out of the store. */
const HARMLESS_TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'sqlstandardvalues',
  'fuzzjson',
  'generaterandom',
  'generateseries',
  'generate_series',
  'null',
  'numbers',
  'numbers_mt',
  'primes',
  'values',
  'view',
  'zeros',
  'zeros_mt',
  // The scalar function of that name; the table function is refused by read-only mode.
  'format',
])

/** Does a table function of the engine reach out of the tables? */
export function isReachingTableFunction(name: string): boolean {
  return !HARMLESS_TABLE_FUNCTIONS.has(name.toLowerCase())
}
