import { accounts } from './accounts.ts'
import { assets } from './assets.ts'
import { destinations } from './destinations.ts'
import type { DirectorySource } from './directory-source.ts'
import { leases } from './leases.ts'
import { people } from './people.ts'
import { staff } from './staff.ts'

/** Every kind of directory file; the first that recognises a file reads it. */
export const DIRECTORY_SOURCES: readonly DirectorySource[] = [
  people,
  accounts,
  leases,
  staff,
  destinations,
  assets,
]
