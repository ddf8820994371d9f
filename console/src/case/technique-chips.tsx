import type { Technique } from '../../../src/detect/signal.ts'

/** Techniques of public frameworks, each with the version of the framework it was read from. */
export function TechniqueChips({ techniques }: { readonly techniques: readonly Technique[] }) {
  if (techniques.length === 0) return null
  return (
    <ul className="chips" aria-label="Techniques">
      {techniques.map(({ framework, version, id, name }) => (
        <li key={`${framework} ${id}`}>
          <span className="framework">
            {framework} {version}
          </span>{' '}
          <b>{id}</b> {name}
        </li>
      ))}
    </ul>
  )
}
