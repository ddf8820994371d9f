import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { messageOf } from '../../base/errors.ts'

interface Place {
  readonly line: number
  readonly column: number
}

/** A YAML file with the places of what is in it. */
export interface PlacedYaml {
  readonly content: unknown
  /** Where a field stands, or the nearest one around it that is there. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place
}

/** Reads YAML; where it is none, why and where. */
export function readPlacedYaml(text: string): PlacedYaml | { readonly why: string; readonly at: Place } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [error] = document.errors
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0])
    return { why: messageOf(error).replace(/ at line \d+, column \d+:.*$/, ''), at: { line, column: col } }
  }
  let content: unknown
  try {
    content = document.toJS()
  } catch (error) {
    // An alias that stands for too much.
    return { why: messageOf(error), at: { line: 1, column: 1 } }
  }
  return {
    content,
    placeOf: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const offset = offsetOf(document, path.slice(0, length))
        if (offset !== null) {
          const { line, col } = lines.linePos(offset)
          return { line, column: col }
        }
      }
      return { line: 1, column: 1 }
    },
  }
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number | null {
  const node = document.getIn(path, true)
  return isNode(node) ? (node.range?.[0] ?? null) : null
}
