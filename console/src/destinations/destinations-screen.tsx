import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Register } from '../../../src/activity/directory/register/read-register.ts'
import { registerQuery } from '../api/queries.ts'
import { formatCount } from '../format/bytes.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { Failure } from '../states/failure.tsx'
import { Loading } from '../states/loading.tsx'
import { matching } from './matching.ts'
import { RegisterTable } from './register-table.tsx'
import { SanctionDialog } from './sanction-dialog.tsx'
import { UnregisteredTable } from './unregistered-table.tsx'

/** Which destinations are sanctioned, by whom, and what is left to decide about. */
export function DestinationsScreen() {
  const { data, error, isPending, refetch } = useQuery(registerQuery)
  const [adding, setAdding] = useState<string | null>(null)
  useShortcuts({ a: () => setAdding('') })
  return (
    <main id="main" className="middle wide">
      <section className="block" aria-labelledby="destinations-title">
        <h2 id="destinations-title">
          Destinations
          {data?.from != null && (
            <span>
              people and bytes of {data.from} to {data.to}
            </span>
          )}
        </h2>
        {isPending && <Loading what="the register" />}
        {error !== null && <Failure title="The register cannot be shown" error={error} retry={refetch} />}
        {data !== undefined && <Entries register={data} add={() => setAdding('')} />}
      </section>
      {data !== undefined && data.unregistered.length > 0 && (
        <section className="block" aria-labelledby="unregistered-title">
          <h2 id="unregistered-title">
            Not in the register
            <span>
              {formatCount(data.unregistered.length)} of {formatCount(data.unregisteredInAll)}, the largest
              first
            </span>
          </h2>
          <UnregisteredTable destinations={data.unregistered} sanction={setAdding} />
        </section>
      )}
      {adding !== null && <SanctionDialog address={adding} onClose={() => setAdding(null)} />}
    </main>
  )
}

function Entries({ register, add }: { readonly register: Register; readonly add: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  useShortcuts({ '/': () => field.current?.focus() })
  const shown = matching(register.entries, typed)
  return (
    <>
      <p className="tools">
        <label>
          Search{' '}
          <input ref={field} type="search" value={typed} onChange={({ target }) => setTyped(target.value)} />
        </label>
        <button type="button" onClick={add}>
          Add a destination…
        </button>
        <span role="status">
          {typed !== '' && `${formatCount(shown.length)} of ${formatCount(register.entries.length)}`}
        </span>
      </p>
      {register.entries.length === 0 && (
        <p className="state">
          No destination is sanctioned: whatever leaves counts as going to an unknown place. Add those that
          are ours, a partner’s or a vendor’s, or take them from a file, <code>destinations.csv</code>.
        </p>
      )}
      {register.entries.length > 0 && shown.length === 0 && <p className="state">Nothing matches.</p>}
      {shown.length > 0 && <RegisterTable entries={shown} />}
    </>
  )
}
