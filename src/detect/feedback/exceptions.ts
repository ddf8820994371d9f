import { readAddress } from '../../activity/directory/register/address.ts'
import { instantOf } from '../../activity/directory/time.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { type Deciding, type Decision, decide, decisionsIn, holding } from '../../store/records/decisions.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'

/** What an exception can be about. Those given must all fit. */
export const EXCEPTION_PARTS = ['person', 'destination', 'asset', 'rule'] as const

export type ExceptionAbout = { readonly [Part in (typeof EXCEPTION_PARTS)[number]]?: string | undefined }

export interface NewException {
  readonly about: ExceptionAbout
  /** First and last day whose acts it covers, YYYY-MM-DD; from today where left out. */
  readonly from?: string | undefined
  readonly until: string
}

/** Signals that are made and shown as ever, and open no case. */
export interface Exception extends Deciding {
  readonly decision: number
  readonly at: string
  readonly about: ExceptionAbout
  readonly from: string
  readonly until: string
}

const LONGEST = 256

/**
 * Records an exception.
 *
 * @throws WeighbridgeError `bad-input` where it is about nothing, ends before it begins, or lacks a name or a reason.
 */
export async function except(
  records: RecordsStore,
  { about, from, until }: NewException,
  deciding: Deciding,
  now = new Date(),
): Promise<Decision> {
  const parts = EXCEPTION_PARTS.flatMap((part) => {
    const value = about[part]?.trim() ?? ''
    return value === ''
      ? []
      : [[part, part === 'destination' ? addressOf(value) : plain(part, value)] as const]
  })
  if (parts.length === 0) {
    throw new WeighbridgeError(
      'bad-input',
      'An exception must name a person, a destination, an asset or a rule; without one it would cover everybody.',
    )
  }
  const first = from === undefined || from === '' ? now.toISOString().slice(0, 10) : dayOf(from)
  const last = dayOf(until)
  if (last < first) {
    throw new WeighbridgeError(
      'bad-input',
      `The exception would end on ${last}, before it begins on ${first}.`,
    )
  }
  const named = Object.fromEntries(parts)
  return decide(
    records,
    {
      kind: 'exception',
      subject: aboutText(named),
      detail: { about: named, from: first, until: last },
      ...deciding,
    },
    now,
  )
}

/** Those that hold, the newest first. */
export async function exceptionsIn(records: RecordsStore): Promise<Exception[]> {
  return holding(await decisionsIn(records, 'exception')).map(exceptionOf)
}

export function exceptionOf({ id, detail, by, reason, at }: Decision): Exception {
  const { about, from, until } = detail as unknown as Pick<Exception, 'about' | 'from' | 'until'>
  return { decision: id, at, about, from, until, by, reason }
}

/** What is known of a finding when it is asked whether it is excepted. */
export interface Excepted {
  readonly person: string
  readonly rule: string
  readonly assets: readonly string[]
  /** Where most of what was sent went; empty where nothing was or it is not known. */
  readonly destinations: readonly string[]
  /** Of the last act. */
  readonly day: string
}

/** The exception that covers a finding, or null; of several the one that lasts longest. */
export function exceptionFor(exceptions: readonly Exception[], finding: Excepted): Exception | null {
  return (
    exceptions
      .filter((exception) => covers(exception, finding))
      .sort((left, right) => right.until.localeCompare(left.until))[0] ?? null
  )
}

function covers({ about, from, until }: Exception, finding: Excepted): boolean {
  const { person, destination, asset, rule } = about
  return (
    finding.day >= from &&
    finding.day <= until &&
    (person === undefined || person === finding.person) &&
    (rule === undefined || rule === finding.rule) &&
    (asset === undefined || finding.assets.includes(asset)) &&
    (destination === undefined || finding.destinations.some((sentTo) => isWithin(sentTo, destination)))
  )
}

/** @example isWithin('a.vendor.example', '*.vendor.example') // => true */
export function isWithin(destination: string, address: string): boolean {
  const name = destination.toLowerCase()
  return address.startsWith('*.') ? name.endsWith(address.slice(1)) : name === address
}

/** @example aboutText({ person: 'ada', rule: 'tunnel-egress' }) // => 'person ada, rule tunnel-egress' */
export function aboutText(about: ExceptionAbout): string {
  return EXCEPTION_PARTS.flatMap((part) =>
    about[part] === undefined ? [] : [`${part} ${about[part]}`],
  ).join(', ')
}

function addressOf(text: string): string {
  const read = readAddress(text)
  if ('fault' in read) {
    throw new WeighbridgeError(
      'bad-input',
      `The destination ${JSON.stringify(text.slice(0, 80))} ${read.fault}.`,
    )
  }
  if (read.kind !== 'network') return read.address
  throw new WeighbridgeError('bad-input', 'An exception names a host or one address, not a network.')
}

function plain(part: string, text: string): string {
  if (text.length <= LONGEST) return text
  throw new WeighbridgeError('bad-input', `The ${part} is longer than ${LONGEST} characters.`)
}

function dayOf(given: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(given) && instantOf(given)?.startsWith(given) === true) return given
  throw new WeighbridgeError('bad-input', `${JSON.stringify(given)} is not a day; write it like 2026-03-10.`)
}
