import type { ReactNode } from 'react'

interface FailureProps {
  readonly title: string
  readonly error: Error
  readonly retry?: () => unknown
  readonly children?: ReactNode
}

/** What failed, why in the server's own sentence, and a way on. */
export function Failure({ title, error, retry, children }: FailureProps) {
  return (
    <div className="state" role="alert">
      <h2>{title}</h2>
      <p>{error.message}</p>
      {retry !== undefined && (
        <button type="button" onClick={() => void retry()}>
          Try again
        </button>
      )}
      {children}
    </div>
  )
}
