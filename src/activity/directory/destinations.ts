import { z } from 'zod'
import { csvSource } from './csv.ts'
import { readAddress } from './register/address.ts'
import { day, OPEN_END } from './time.ts'

/** Whose a destination is. */
export const STANDINGS = ['own', 'partner', 'vendor'] as const

export type Standing = (typeof STANDINGS)[number]

/** Destinations that traffic may go to. */
export const destinations = csvSource({
  name: 'destinations',
  title: 'Sanctioned destinations',
  about:
    'Host names, ends of names (*.vendor.example), IP addresses or networks (203.0.113.0/24) that are ours, a partner’s or a vendor’s; until is the last day.',
  table: 'destination',
  columns: ['address', 'name', 'standing', 'until', 'owner', 'note'],
  optional: ['name', 'until', 'owner', 'note'],
  row: z.object({
    address: z.string().transform((text, context) => {
      const read = readAddress(text)
      if ('address' in read) return read.address
      context.addIssue({ code: 'custom', message: read.fault })
      return z.NEVER
    }),
    name: z.string(),
    standing: z.enum(STANDINGS, `is none of ${STANDINGS.join(', ')}`),
    until: day(OPEN_END),
    owner: z.string(),
    note: z.string(),
  }),
})
