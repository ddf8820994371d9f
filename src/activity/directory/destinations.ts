import { z } from 'zod'
import { csvSource } from './csv.ts'

const STANDINGS = ['own', 'partner', 'vendor'] as const

/** Destinations that traffic may go to. */
export const destinations = csvSource({
  name: 'destinations',
  title: 'Sanctioned destinations',
  about: 'Addresses or host names that are ours, a partner’s or a vendor’s.',
  table: 'destination',
  columns: ['address', 'name', 'standing'],
  optional: ['name'],
  row: z.object({
    address: z.string().min(1, 'is empty').max(256, 'is longer than 256 characters'),
    name: z.string(),
    standing: z.enum(STANDINGS, `is none of ${STANDINGS.join(', ')}`),
  }),
})
