import { DAY, HOUR } from '../calendar.ts'
import type { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import { CODE_13B, EVALUATION, PRETRAIN, SFT, TITAN_7B, TITAN_70B, WEB_CRAWL } from '../world/assets.ts'
import { type Destination, LABELLING, OWN_BACKUP, VENDOR_BACKUP } from '../world/destinations.ts'
import { writeApiRun } from './api-run.ts'
import { writeBatch } from './lake.ts'
import { writePull } from './registry.ts'

const GB = 1_000_000_000

/** A pipeline that runs day and night, under an account of its own and from an address that never moves. */
export interface Pipeline {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly ip: string
  /** Writes what it does on one UTC day. */
  readonly writeDay: (day: number, random: Random, sink: ActSink) => void
}

export const PIPELINES: readonly Pipeline[] = [
  {
    id: 'svc-train',
    name: 'Training pipeline',
    role: 'training-pipeline',
    ip: '10.50.2.10',
    writeDay(day, random, sink) {
      const account = 'svc-train'
      const end = (day + 1) * DAY
      for (let hour = 0; hour < 24; hour += 4) {
        const start = day * DAY + hour * HOUR + random.between(0, 3 * HOUR)
        const run = `pipeline-train-${random.hex(6)}`
        const model = random.weighted([
          [TITAN_70B, 4],
          [TITAN_7B, 4],
          [CODE_13B, 2],
        ] as const)
        writePull({ account, run, model, firstShard: 0, shards: model.shards, start, end }, random, sink)
        const asset = random.pick([SFT, PRETRAIN, PRETRAIN, WEB_CRAWL])
        const bytes = random.logNormal(260, 0.5) * GB
        writeBatch({ account, asset, firstPart: random.int(0, asset.parts), bytes, start, end }, random, sink)
      }
    },
  },
  {
    id: 'svc-eval',
    name: 'Evaluation pipeline',
    role: 'evaluation-pipeline',
    ip: '10.50.2.11',
    writeDay(day, random, sink) {
      const account = 'svc-eval'
      const end = (day + 1) * DAY
      for (let hour = 0; hour < 24; hour += 6) {
        const start = day * DAY + hour * HOUR + random.between(0, 2 * HOUR)
        const run = `pipeline-eval-${random.hex(6)}`
        const model = hour === 0 ? TITAN_70B : TITAN_7B
        writePull({ account, run, model, firstShard: 0, shards: model.shards, start, end }, random, sink)
        writeBatch({ account, asset: EVALUATION, firstPart: 0, bytes: 0, start, end }, random, sink)
        writeApiRun(
          {
            system: 'api',
            start: start + HOUR,
            end,
            calls: random.int(450, 700),
            gap: 250,
            account,
            ip: '10.50.2.11',
            endpoint: '/v1/completions',
            model: 'titanlm-70b',
            logprobs: 5,
            maxTokens: 512,
            tokensIn: 400,
            tokensOut: 120,
            stream: false,
            temperature: 0,
            tag: 'nightly-regression',
          },
          random,
          sink,
        )
      }
    },
  },
  {
    id: 'svc-backup',
    name: 'Back-ups and feeds',
    role: 'backup-pipeline',
    ip: '10.50.2.20',
    writeDay(day, random, sink) {
      const send = (hour: number, to: Destination, bytes: number) => {
        const time = day * DAY + hour * HOUR
        const seconds = Math.round(bytes / 120_000_000)
        const flow = {
          time,
          from: '10.50.2.20',
          to: to.address,
          port: 443,
          protocol: 'HTTPS',
          seconds,
          name: to.name,
        }
        sink.add('flows', { ...flow, bytes: Math.round(bytes) })
      }
      for (let part = 0; part < 8; part++)
        send(random.between(0.5, 5), OWN_BACKUP, random.between(30, 80) * GB)
      for (let part = 0; part < 3; part++)
        send(random.between(1, 6), VENDOR_BACKUP, random.between(10, 40) * GB)
      send(random.between(8, 16), LABELLING, random.between(4, 30) * GB)
    },
  },
]
