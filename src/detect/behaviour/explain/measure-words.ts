/** How a measure is told, and in what its value is counted. */
export interface MeasureWords {
  readonly words: string
  readonly counted: 'bytes' | 'number' | 'share'
}

/** Every quantity and every column of the day clock. */
export const MEASURE_WORDS: Readonly<Record<string, MeasureWords>> = {
  requests: { words: 'calls of the inference API', counted: 'number' },
  logprobTokens: { words: 'tokens answered with log-probabilities', counted: 'number' },
  logprobShare: { words: 'of the calls asked for log-probabilities', counted: 'share' },
  nightShare: { words: 'of the calls came between 22 and 6', counted: 'share' },
  offRequests: { words: 'calls in hours that are unusual for this person', counted: 'number' },
  registry: { words: 'read from the model registry', counted: 'bytes' },
  offRegistry: { words: 'read from the model registry in unusual hours', counted: 'bytes' },
  freshWeights: { words: 'of weight files not fetched before', counted: 'bytes' },
  newAssets: { words: 'read of models first touched in the last 45 days', counted: 'bytes' },
  lake: { words: 'read from the data lake', counted: 'bytes' },
  newPrefixes: { words: 'parts of the data lake for the first time', counted: 'number' },
  egress: { words: 'sent outside', counted: 'bytes' },
  offEgress: { words: 'sent outside in unusual hours', counted: 'bytes' },
  topEgress: { words: "sent to each day's largest destination", counted: 'bytes' },
  rareEgress: { words: 'sent to destinations that at most three people use', counted: 'bytes' },
  newEgress: { words: 'sent to destinations first used in the last 45 days', counted: 'bytes' },
  newDestinations: { words: 'destinations for the first time', counted: 'number' },
  unsanctionedEgress: { words: 'sent to destinations that no register names', counted: 'bytes' },
  excessEgress: { words: 'sent beyond what used to go to the same destination', counted: 'bytes' },
  balanceRare: {
    words: 'both read and sent to destinations that at most three people use',
    counted: 'bytes',
  },
  balanceAny: { words: 'both read from the model registry and sent outside', counted: 'bytes' },
  unexplainedEgress: {
    words: 'sent beyond old habits to destinations that no register names',
    counted: 'bytes',
  },
  balanceWeights: {
    words: 'both taken (weights for the first time) and sent beyond old habits to unnamed destinations',
    counted: 'bytes',
  },
  balanceUnexplained: {
    words:
      'both taken (weights for the first time, or data) and sent beyond old habits to unnamed destinations',
    counted: 'bytes',
  },
}
