import {
  CODE_13B,
  CODE_CORPUS,
  DIALOGUES,
  EMBED,
  EVALUATION,
  type LakeAsset,
  type ModelAsset,
  PRETRAIN,
  REWARD,
  SFT,
  TELEMETRY,
  TITAN_7B,
  TITAN_70B,
  WEB_CRAWL,
} from '../world/assets.ts'

type Weighted<T> = readonly (readonly [T, number])[]

/** What a role does on a middling day; people differ from it by log-normal factors. */
export interface RoleProfile {
  /** Median calls a day to the inference API. */
  readonly calls: number
  /** Share of those calls that scripts make, in runs of hundreds. */
  readonly batchShare: number
  /** Chance that a run is left to the evening. */
  readonly eveningRuns: number
  readonly alwaysLogprobs: boolean
  /** Pulls of a whole thing (all its files) a day. */
  readonly pulls: number
  readonly models: Weighted<ModelAsset | 'adapter'>
  /** Lake reads a day, and the median gigabytes of one. */
  readonly reads: number
  readonly readGigabytes: number
  readonly datasets: Weighted<LakeAsset>
  /** Chance of a week in which a campaign (retraining, deduplication) reads hundreds of gigabytes a day. */
  readonly campaignWeeks: number
  /** Chance a day of sending a batch to a vendor or partner. */
  readonly feeds: number
}

export const ROLES = {
  'ml-engineer': {
    calls: 870,
    batchShare: 0.65,
    eveningRuns: 0.1,
    alwaysLogprobs: false,
    pulls: 0.18,
    models: [
      [TITAN_7B, 48],
      ['adapter', 30],
      [CODE_13B, 16],
      [TITAN_70B, 6],
    ],
    reads: 0.3,
    readGigabytes: 6,
    datasets: [
      [SFT, 5],
      [PRETRAIN, 2],
      [CODE_CORPUS, 2],
      [EVALUATION, 1],
      [REWARD, 0.4],
    ],
    campaignWeeks: 0.03,
    feeds: 0.004,
  },
  'research-scientist': {
    calls: 480,
    batchShare: 0.55,
    eveningRuns: 0.15,
    alwaysLogprobs: false,
    pulls: 0.2,
    models: [
      [TITAN_7B, 55],
      ['adapter', 20],
      [CODE_13B, 15],
      [TITAN_70B, 10],
    ],
    reads: 0.35,
    readGigabytes: 8,
    datasets: [
      [SFT, 3],
      [PRETRAIN, 3],
      [REWARD, 1],
      [EVALUATION, 1],
      [DIALOGUES, 1],
    ],
    campaignWeeks: 0.04,
    feeds: 0.01,
  },
  'evaluation-engineer': {
    calls: 1500,
    batchShare: 0.92,
    eveningRuns: 0.6,
    alwaysLogprobs: true,
    pulls: 0.25,
    models: [
      [TITAN_7B, 60],
      ['adapter', 25],
      [TITAN_70B, 15],
    ],
    reads: 0.4,
    readGigabytes: 3,
    datasets: [
      [EVALUATION, 6],
      [DIALOGUES, 1],
    ],
    campaignWeeks: 0,
    feeds: 0.002,
  },
  'data-engineer': {
    calls: 110,
    batchShare: 0.5,
    eveningRuns: 0.1,
    alwaysLogprobs: false,
    pulls: 0.03,
    models: [
      [EMBED, 70],
      [TITAN_7B, 30],
    ],
    reads: 1.3,
    readGigabytes: 22,
    datasets: [
      [WEB_CRAWL, 4],
      [PRETRAIN, 4],
      [SFT, 3],
      [CODE_CORPUS, 2],
      [DIALOGUES, 2],
    ],
    campaignWeeks: 0.22,
    feeds: 0.05,
  },
  'platform-engineer': {
    calls: 90,
    batchShare: 0.4,
    eveningRuns: 0.05,
    alwaysLogprobs: false,
    pulls: 0.25,
    models: [
      [TITAN_7B, 60],
      ['adapter', 25],
      [TITAN_70B, 15],
    ],
    reads: 0.15,
    readGigabytes: 4,
    datasets: [
      [TELEMETRY, 3],
      [SFT, 1],
    ],
    campaignWeeks: 0.02,
    feeds: 0.004,
  },
  'product-engineer': {
    calls: 360,
    batchShare: 0.35,
    eveningRuns: 0.05,
    alwaysLogprobs: false,
    pulls: 0.03,
    models: [
      ['adapter', 60],
      [EMBED, 40],
    ],
    reads: 0.2,
    readGigabytes: 2,
    datasets: [
      [TELEMETRY, 5],
      [DIALOGUES, 1],
    ],
    campaignWeeks: 0,
    feeds: 0.006,
  },
} as const satisfies Record<string, RoleProfile>

export type Role = keyof typeof ROLES

/** The profile of a role, without the literal types of the table. */
export function profileOf(role: Role): RoleProfile {
  return ROLES[role]
}
