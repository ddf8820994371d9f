import { QueryError, type QueryErrorCode } from '../plan/query-error.ts'
import { type Syntax, spanOf, textOf } from './syntax.ts'

/** An error at a node. The construct is the node's text, or what is given. */
export function refusal(code: QueryErrorCode, message: string, node: Syntax, construct?: string): QueryError {
  return new QueryError(code, message, spanOf(node), construct ?? textOf(node).slice(0, 100))
}

/** Kusto has it, nothing here does. */
export function notBuilt(node: Syntax, construct: string): QueryError {
  return refusal('unsupported', `'${construct}' is not supported here`, node, construct)
}
