import { EVALUATION_PROJECT } from './evaluation-project.ts'
import { NEW_TASK } from './new-task.ts'
import type { Occasion } from './occasion.ts'
import { OWN_COPIES } from './own-copies.ts'
import { RETRAINING } from './retraining.ts'
import { SHIPMENT } from './shipment.ts'
import { UPLOADS_TO_NEW_PLACES } from './uploads.ts'

/** All of them; the benchmark's companies have them, the scenarios of `simulate` do without. */
export const OCCASIONS: readonly Occasion[] = [
  EVALUATION_PROJECT,
  RETRAINING,
  SHIPMENT,
  NEW_TASK,
  UPLOADS_TO_NEW_PLACES,
  OWN_COPIES,
]
