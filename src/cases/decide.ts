import { projectRegister } from '../activity/directory/register/project.ts'
import { type Register, readRegister } from '../activity/directory/register/read-register.ts'
import { type Sanction, sanction, withdraw } from '../activity/directory/register/sanctions.ts'
import { WeighbridgeError } from '../base/errors.ts'
import { setBudget } from '../detect/feedback/budget.ts'
import { except, type NewException } from '../detect/feedback/exceptions.ts'
import { type Offer, offersFor } from '../detect/feedback/offers.ts'
import { type Feedback, readFeedback } from '../detect/feedback/read-feedback.ts'
import { refitThreshold } from '../detect/feedback/refit.ts'
import type { VerdictKind } from '../detect/feedback/verdicts.ts'
import type { Deciding, Decision } from '../store/records/decisions.ts'
import { giveVerdict, undoDecision } from './give-verdict.ts'
import type { CaseStores } from './join-cases.ts'

/** What people can decide over these stores; each decision takes effect before its promise resolves. */
export function decisionsOver(stores: CaseStores) {
  const { analytics, records } = stores
  const applied = async (decided: Promise<Decision>): Promise<{ decision: number }> => {
    const { id, kind } = await decided
    if (kind === 'sanction') await projectRegister(stores)
    return { decision: id }
  }
  return {
    async register(): Promise<Register> {
      // What somebody decided at the command line while this was running.
      await projectRegister(stores)
      return readRegister(stores)
    },
    sanction: (said: Sanction, deciding: Deciding) => applied(sanction(records, said, deciding)),
    withdraw: (address: string, deciding: Deciding) => applied(withdraw(records, address, deciding)),
    feedback: (): Promise<Feedback> => readFeedback(analytics, records),
    verdict: (caseId: string, is: VerdictKind, deciding: Deciding) =>
      applied(giveVerdict(records, caseId, is, deciding)),
    async offers(caseId: string): Promise<Offer[]> {
      const found = await records.db
        .selectFrom('case_record')
        .selectAll()
        .where('id', '=', caseId)
        .executeTakeFirst()
      if (found === undefined) throw new WeighbridgeError('not-found', `There is no case ${caseId}.`)
      const { person, opened_at, updated_at } = found
      return offersFor(analytics, { person, from: opened_at.slice(0, 10), to: updated_at.slice(0, 10) })
    },
    except: (exception: NewException, deciding: Deciding) => applied(except(records, exception, deciding)),
    setBudget: (casesAWeek: number, deciding: Deciding) => applied(setBudget(records, casesAWeek, deciding)),
    async refit(deciding: Deciding) {
      return { decision: (await refitThreshold(analytics, records, deciding)).decision.id }
    },
    undo: (decision: number, deciding: Deciding) => applied(undoDecision(records, decision, deciding)),
  }
}
