import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, parseAllDocuments } from 'yaml'
import { QueryError, type QueryErrorCode } from '../plan/query-error.ts'
import type { Span } from '../plan/span.ts'

/** Where something stands in a document: keys and indices from its root. */
export type Path = readonly (string | number)[]

/** The most text that is read: the longest published rules have some 40 KB. */
const LONGEST_TEXT = 1_000_000

/** One document of Sigma (a rule, a correlation, a filter, a pipeline) and the places of what it says. */
export interface SigmaDocument {
  readonly value: unknown
  /** The key, or the element, at a path; of a path that is not there, the nearest place that is. */
  keyAt(path: Path): Span
  /** The value at a path. */
  valueAt(path: Path): Span
  /** Where a stretch of the text of a string value stands. */
  insideValue(path: Path, start: number, end: number): Span
  /** An error about what stands at a path; where there is no text, its sentence names the path. */
  error(code: QueryErrorCode, message: string, at: Span, path: Path, construct?: string): QueryError
}

const NOWHERE: Span = Object.freeze({ start: 0, end: 0 })

/**
 * The documents of a YAML or JSON text, or of values that were parsed elsewhere.
 *
 * @throws QueryError `syntax`, with the place of the first fault, and `too-large`.
 */
export function readDocuments(content: string | object): SigmaDocument[] {
  if (typeof content !== 'string') {
    return (Array.isArray(content) ? content : [content]).map((value: unknown) => parsedElsewhere(value))
  }
  if (content.length > LONGEST_TEXT) {
    throw new QueryError(
      'too-large',
      `The text has ${content.length} characters; at most ${LONGEST_TEXT} are read. Give fewer rules at once.`,
      NOWHERE,
    )
  }
  const documents = parseAllDocuments(content, { intAsBigInt: true, merge: true, prettyErrors: false })
  const parsed = Array.isArray(documents) ? documents : []
  return parsed.flatMap((document) => {
    const [error] = document.errors
    if (error !== undefined) {
      const message = error.message.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '')
      const [start, end] = error.pos.map((offset) => Math.min(offset, content.length))
      throw new QueryError('syntax', `This is not YAML: ${message}.`, { start: start ?? 0, end: end ?? 0 })
    }
    return document.contents === null ? [] : [yamlDocument(document as Document, content)]
  })
}

function yamlDocument(document: Document, text: string): SigmaDocument {
  const whole = rangeOf(document.contents) ?? NOWHERE
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch {
    throw new QueryError('too-large', 'The aliases of this YAML unfold without end; write them out.', whole)
  }
  const valueAt = (path: Path) => placeOf(document, path, whole).value
  return {
    value,
    keyAt: (path) => placeOf(document, path, whole).key,
    valueAt,
    insideValue(path, start, end) {
      const at = valueAt(path)
      const quoted = /^['"]/.test(text.slice(at.start, at.end)) ? 1 : 0
      const plain = text.slice(at.start + quoted, at.end - quoted)
      const isAsWritten = plain === valueIn(value, path)
      return isAsWritten ? { start: at.start + quoted + start, end: at.start + quoted + end } : at
    },
    error: (code, message, at, _path, construct) => new QueryError(code, message, at, construct),
  }
}

function parsedElsewhere(value: unknown): SigmaDocument {
  return {
    value,
    keyAt: () => NOWHERE,
    valueAt: () => NOWHERE,
    insideValue: () => NOWHERE,
    error(code, message, at, path, construct) {
      const where = path.length === 0 ? '' : ` It stands at ${path.join('.')}.`
      return new QueryError(code, `${message}${where}`, at, construct)
    },
  }
}

/** Places of the key and of the value at a path, or of the last step that is there. */
function placeOf(document: Document, path: Path, whole: Span): { key: Span; value: Span } {
  let node: unknown = document.contents
  let place = { key: whole, value: whole }
  for (const step of path) {
    const resolved = isAlias(node) ? node.resolve(document) : node
    if (isMap(resolved)) {
      const pair = resolved.items.find(
        ({ key }) => String(isScalar(key) ? (key.value ?? '') : key) === String(step),
      )
      if (!isPair(pair)) return place
      place = { key: rangeOf(pair.key) ?? place.key, value: rangeOf(pair.value) ?? place.value }
      node = pair.value
    } else if (isSeq(resolved)) {
      node = resolved.items[Number(step)]
      const at = rangeOf(node) ?? place.value
      place = { key: at, value: at }
    } else {
      return place
    }
  }
  return place
}

function rangeOf(node: unknown): Span | undefined {
  if (!isNode(node) || !node.range) return undefined
  return { start: node.range[0], end: node.range[1] }
}

function valueIn(value: unknown, path: Path): unknown {
  let inner = value
  for (const step of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined
    inner = (inner as Record<string | number, unknown>)[step]
  }
  return inner
}
