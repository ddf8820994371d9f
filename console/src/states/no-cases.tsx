/** A fresh installation: what to type to get a first case. */
export function NoCases() {
  return (
    <div className="state">
      <h2>No cases yet</h2>
      <p>Read some logs, then look for signals in them:</p>
      <pre>
        <code>{'weighbridge ingest PATH\nweighbridge detect'}</code>
      </pre>
      <p>A case appears here once signals about one person join.</p>
    </div>
  )
}
