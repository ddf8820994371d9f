import { basename } from 'node:path'
import { type Register, USE_DAYS } from '../activity/directory/register/read-register.ts'
import { formatBytes, formatCount } from '../base/bytes.ts'
import { textTable } from './output.ts'

/** The register as text: its entries, what file and console say differently, and what is left to decide about. */
export function registerText({ entries, unregistered, unregisteredInAll, from, to }: Register): string {
  const conflicts = entries.flatMap(({ address, conflict }) =>
    conflict === null ? [] : [`${address}: ${conflict}`],
  )
  return [
    ...(entries.length === 0
      ? ['No destination is sanctioned; "weighbridge destinations add" and destinations.csv say which are.']
      : [entryTable(entries)]),
    ...(conflicts.length === 0
      ? []
      : ['', 'File and console differ', ...conflicts.map((line) => `  ${line}`)]),
    ...(unregistered.length === 0
      ? []
      : [
          '',
          `Not in the register: ${formatCount(unregistered.length)} of ${formatCount(unregisteredInAll)}, the largest first`,
          unregisteredTable(unregistered),
        ]),
    ...(from === null ? [] : ['', `People and bytes are of the ${USE_DAYS} days ${from} to ${to}.`]),
  ].join('\n')
}

function entryTable(entries: Register['entries']): string {
  return textTable(
    [
      { title: 'address' },
      { title: 'standing' },
      { title: 'until' },
      { title: 'said by' },
      { title: 'since' },
      { title: 'people', right: true },
      { title: 'sent', right: true },
      { title: 'owner' },
      { title: 'note' },
    ],
    entries.map((entry) => [
      entry.address,
      entry.standing,
      entry.until ?? '',
      basename(entry.from),
      entry.since ?? '',
      formatCount(entry.people),
      formatBytes(entry.bytesOut),
      entry.owner,
      entry.note,
    ]),
  )
}

function unregisteredTable(destinations: Register['unregistered']): string {
  return textTable(
    [
      { title: 'destination' },
      { title: 'people', right: true },
      { title: 'sent', right: true },
      { title: 'first used' },
      { title: 'last used' },
    ],
    destinations.map(({ destination, people, bytesOut, firstUsed, lastUsed }) => [
      destination,
      formatCount(people),
      formatBytes(bytesOut),
      firstUsed,
      lastUsed,
    ]),
  )
}
