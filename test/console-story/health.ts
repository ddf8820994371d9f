import type { Health } from '../../src/server/health.ts'

const WELL = {
  state: 'ok',
  why: '',
  lastEvent: '2026-03-26T01:22:15.000Z',
  silentFor: 1800,
  longestSilence: 3600,
  lastTaken: '2026-03-26T01:30:00.000Z',
  lag: 465,
  lines: 1_204_311,
  linesLastDay: 48_000,
  linesPerHour: 2000,
  rejected: 0,
  rejectedLastDay: 0,
  passedOver: 12,
  duplicates: 0,
  future: 0,
  late: 0,
  commonReason: '',
} as const

/** Two sources, one of them silent, and a channel without a log. */
export const HEALTH: Health = {
  confidence: {
    day: '2026-03-25',
    level: 'cannot see',
    reasons: ['squid has been silent for 2 days on which it always spoke: cannot see egress.'],
  },
  sources: [
    {
      ...WELL,
      source: 'squid',
      state: 'silent',
      why: 'Nothing for 9 h; its longest silence in the 28 days before was 60 min.',
      silentFor: 32_400,
    },
    { ...WELL, source: 'openai-gateway' },
  ],
  findings: [
    { check: 'engine', finding: 'pass', what: 'ClickHouse in this process.' },
    {
      check: 'lake-bulk',
      finding: 'cannot see',
      what: 'There is no lake activity of the last 28 days; take one of minio-audit, s3-access.',
    },
  ],
}
