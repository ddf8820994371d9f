/** What people of a role usually do on a working day; everybody's own level is drawn around it. */
export interface Role {
  readonly name: string
  /** Share of the staff. */
  readonly share: number
  readonly calls: number
  /** Share of calls with log-probabilities. */
  readonly logprobs: number
  readonly pulls: number
  /** Share of the pulls that are of the flagship. */
  readonly flagship: number
  readonly lakeChance: number
  readonly lakeBytes: number
  /** Chance of a transfer to a registered vendor, and its median. */
  readonly vendorChance: number
  readonly vendorBytes: number
}

const GB = 1e9

export const ROLES: readonly Role[] = [
  {
    name: 'research engineer',
    share: 0.29,
    calls: 40,
    logprobs: 0.12,
    pulls: 0.4,
    flagship: 0.08,
    lakeChance: 0.34,
    lakeBytes: 9 * GB,
    vendorChance: 0.01,
    vendorBytes: 1 * GB,
  },
  {
    name: 'applied engineer',
    share: 0.23,
    calls: 46,
    logprobs: 0.03,
    pulls: 0.18,
    flagship: 0.02,
    lakeChance: 0.15,
    lakeBytes: 2 * GB,
    vendorChance: 0.03,
    vendorBytes: 0.4 * GB,
  },
  {
    name: 'evaluation engineer',
    share: 0.11,
    calls: 190,
    logprobs: 0.97,
    pulls: 0.3,
    flagship: 0.05,
    lakeChance: 0.2,
    lakeBytes: 3 * GB,
    vendorChance: 0.01,
    vendorBytes: 0.5 * GB,
  },
  {
    name: 'data engineer',
    share: 0.13,
    calls: 25,
    logprobs: 0.01,
    pulls: 0.05,
    flagship: 0.01,
    lakeChance: 0.65,
    lakeBytes: 38 * GB,
    vendorChance: 0.16,
    vendorBytes: 6 * GB,
  },
  {
    name: 'infrastructure engineer',
    share: 0.14,
    calls: 18,
    logprobs: 0.01,
    pulls: 0.45,
    flagship: 0.14,
    lakeChance: 0.22,
    lakeBytes: 7 * GB,
    vendorChance: 0.07,
    vendorBytes: 9 * GB,
  },
  {
    name: 'safety researcher',
    share: 0.06,
    calls: 90,
    logprobs: 0.35,
    pulls: 0.15,
    flagship: 0.06,
    lakeChance: 0.12,
    lakeBytes: 1.5 * GB,
    vendorChance: 0.01,
    vendorBytes: 0.3 * GB,
  },
  {
    name: 'release engineer',
    share: 0.04,
    calls: 40,
    logprobs: 0.05,
    pulls: 0.5,
    flagship: 0.12,
    lakeChance: 0.1,
    lakeBytes: 2 * GB,
    vendorChance: 0.05,
    vendorBytes: 3 * GB,
  },
]

export const SERVICE_ROLE: Role = {
  name: 'service',
  share: 0,
  calls: 0,
  logprobs: 0,
  pulls: 0,
  flagship: 0,
  lakeChance: 0,
  lakeBytes: 0,
  vendorChance: 0,
  vendorBytes: 0,
}
