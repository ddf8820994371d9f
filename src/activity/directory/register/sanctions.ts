import { WeighbridgeError } from '../../../base/errors.ts'
import {
  type Deciding,
  type Decision,
  decide,
  decisionsIn,
  holding,
} from '../../../store/records/decisions.ts'
import type { RecordsStore } from '../../../store/records/records-store.ts'
import { STANDINGS, type Standing } from '../destinations.ts'
import { instantOf, OPEN_END } from '../time.ts'
import { readAddress } from './address.ts'

/** What somebody says of a destination. */
export interface Sanction {
  /** A host, `*.` and the end of hosts, an IP address or a network. */
  readonly address: string
  readonly standing: Standing
  /** The last day it holds, YYYY-MM-DD; without end where left out. */
  readonly until?: string | undefined
  readonly name?: string | undefined
  readonly owner?: string | undefined
  readonly note?: string | undefined
}

/** What a decision says of an address; `none` withdraws what a file or a wider entry says. */
export interface Sanctioned {
  readonly standing: Standing | 'none'
  readonly until: string
  readonly name: string
  readonly owner: string
  readonly note: string
}

/** The last day of what has no end. */
export const NO_END = OPEN_END.slice(0, 10)

const LONGEST_TEXT = 500

/**
 * Records that a destination is sanctioned. `projectRegister` lets it take effect.
 *
 * @throws WeighbridgeError `bad-input` for what is no address, standing or day, or without a name or a reason.
 */
export async function sanction(records: RecordsStore, said: Sanction, deciding: Deciding): Promise<Decision> {
  const { standing } = said
  if (!STANDINGS.includes(standing)) {
    throw new WeighbridgeError('bad-input', `The standing must be one of ${STANDINGS.join(', ')}.`)
  }
  const detail: Sanctioned = {
    standing,
    until: said.until === undefined || said.until === '' ? NO_END : dayOf(said.until),
    name: text('name', said.name),
    owner: text('owner', said.owner),
    note: text('note', said.note),
  }
  return decide(records, {
    kind: 'sanction',
    subject: addressOf(said.address),
    detail: { ...detail },
    ...deciding,
  })
}

/**
 * Records that a destination is not sanctioned, whatever a file or a wider entry says. Undo it to have those speak again.
 *
 * @throws WeighbridgeError `bad-input` as `sanction` does.
 */
export function withdraw(records: RecordsStore, address: string, deciding: Deciding): Promise<Decision> {
  const detail: Sanctioned = { standing: 'none', until: NO_END, name: '', owner: '', note: '' }
  return decide(records, {
    kind: 'sanction',
    subject: addressOf(address),
    detail: { ...detail },
    ...deciding,
  })
}

/** By address the newest decision that holds. */
export async function sanctionsIn(
  records: RecordsStore,
): Promise<ReadonlyMap<string, Decision & { readonly detail: Sanctioned & Decision['detail'] }>> {
  const newest = new Map<string, Decision & { detail: Sanctioned & Decision['detail'] }>()
  for (const decision of holding(await decisionsIn(records, 'sanction'))) {
    if (newest.has(decision.subject)) continue
    newest.set(decision.subject, decision as Decision & { detail: Sanctioned & Decision['detail'] })
  }
  return newest
}

function addressOf(given: string): string {
  const read = readAddress(given)
  if ('address' in read) return read.address
  throw new WeighbridgeError('bad-input', `The address ${JSON.stringify(given.slice(0, 80))} ${read.fault}.`)
}

function dayOf(given: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(given) && instantOf(given)?.startsWith(given) === true) return given
  throw new WeighbridgeError('bad-input', `${JSON.stringify(given)} is not a day; write it like 2026-03-10.`)
}

function text(what: string, given = ''): string {
  if (given.length > LONGEST_TEXT) {
    throw new WeighbridgeError(
      'bad-input',
      `The ${what} is longer than ${LONGEST_TEXT} characters; say it shorter.`,
    )
  }
  return given.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
