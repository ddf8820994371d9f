import { useState } from 'react'
import { ScrollRegion } from '../states/scroll-region.tsx'

/** The query behind the rows, to be copied and run by hand. */
export function QueryBlock({ sql }: { readonly sql: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = () => {
    navigator.clipboard.writeText(sql).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  }
  return (
    <section className="query" aria-label="Query">
      <p>
        <b>The query behind these rows</b>
        <button type="button" onClick={copy}>
          {state === 'copied' ? 'Copied' : 'Copy'}
        </button>
      </p>
      <ScrollRegion className="sql" label="SQL">
        <pre>
          <code>{sql}</code>
        </pre>
      </ScrollRegion>
      <p className="note" role="status">
        {state === 'refused' && 'The browser did not allow copying: select the text instead. '}
        Run it: paste it into <code>weighbridge query --lang sql -</code>
      </p>
    </section>
  )
}
