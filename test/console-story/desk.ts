import { WeighbridgeError } from '../../src/base/errors.ts'
import type { Desk } from '../../src/server/desk.ts'

const nobody = async () => {
  throw new WeighbridgeError('bad-usage', 'Nobody decides anything in this story.')
}

/** A desk at which nothing was decided, and nothing is. */
export const EMPTY_DESK: Desk = {
  register: async () => ({ entries: [], unregistered: [], unregisteredInAll: 0, from: null, to: null }),
  feedback: async () => ({
    decisions: [],
    budget: { casesAWeek: 1, isDefault: true, people: 180 },
    threshold: null,
    realised: { weeks: 8, honest: 0, otherwise: 0, undecided: 0, falseCasesAWeek: 0 },
  }),
  offers: async () => [],
  sanction: nobody,
  withdraw: nobody,
  verdict: nobody,
  except: nobody,
  setBudget: nobody,
  refit: nobody,
  undo: nobody,
}
