import type { Register } from '../activity/directory/register/read-register.ts'
import type { Sanction } from '../activity/directory/register/sanctions.ts'
import type { NewException } from '../detect/feedback/exceptions.ts'
import type { Offer } from '../detect/feedback/offers.ts'
import type { Feedback } from '../detect/feedback/read-feedback.ts'
import type { VerdictKind } from '../detect/feedback/verdicts.ts'
import type { Deciding } from '../store/records/decisions.ts'

/** What a decision came to. */
export interface Decided {
  /** Its number, by which it can be undone. */
  readonly decision: number
}

/** Where people decide. `cases/` implements it; tests and demonstrations bring their own. */
export interface Desk {
  readonly register: () => Promise<Register>
  readonly sanction: (said: Sanction, deciding: Deciding) => Promise<Decided>
  readonly withdraw: (address: string, deciding: Deciding) => Promise<Decided>
  readonly feedback: () => Promise<Feedback>
  readonly verdict: (caseId: string, is: VerdictKind, deciding: Deciding) => Promise<Decided>
  /** Destinations that could be sanctioned where a case is honest work. */
  readonly offers: (caseId: string) => Promise<readonly Offer[]>
  readonly except: (exception: NewException, deciding: Deciding) => Promise<Decided>
  readonly setBudget: (casesAWeek: number, deciding: Deciding) => Promise<Decided>
  /** Fits the threshold to the budget on the last ordinary weeks. */
  readonly refit: (deciding: Deciding) => Promise<Decided>
  readonly undo: (decision: number, deciding: Deciding) => Promise<Decided>
}
