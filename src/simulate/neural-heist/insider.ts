import { dateOf } from '../calendar.ts'
import type { Insider } from '../insider.ts'
import { EVALUATION, PRETRAIN, REWARD, SFT, TITAN_70B } from '../world/assets.ts'
import { THIEF, writeOrdinaryDay } from './cobalt-mirror.ts'
import { heistDay } from './days.ts'
import { DISTILLATION } from './distillation.ts'
import { RECONNAISSANCE } from './reconnaissance.ts'
import { TRAINING_DATA } from './training-data.ts'
import { UPLOADS } from './uploads.ts'
import { WEIGHTS } from './weights.ts'

/** The insider of Operation NEURAL HEIST. */
export const NEURAL_HEIST: Insider = {
  person: THIEF,
  staff: [
    {
      person: THIEF.id,
      kind: 'notice',
      effective: heistDay(37),
      detail: `last day ${dateOf(heistDay(40))}`,
    },
  ],
  resignation: heistDay(37),
  assetsTaken: [TITAN_70B, SFT, REWARD, EVALUATION, PRETRAIN].map(({ id }) => id),
  phases: [RECONNAISSANCE, DISTILLATION, WEIGHTS, TRAINING_DATA, UPLOADS],
  writeOrdinaryDay,
}
