import { Failure } from './failure.tsx'

/** A view that threw: the rest of the page stays. */
export function PageFailure({ error }: { readonly error: unknown }) {
  const reason = error instanceof Error ? error : new Error(String(error))
  return (
    <main id="main" className="middle wide">
      <Failure title="This view failed" error={reason} retry={() => window.location.reload()} />
    </main>
  )
}
