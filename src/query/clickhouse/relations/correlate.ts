import { QueryError } from '../../plan/query-error.ts'
import type { Correlate } from '../../plan/relation.ts'
import type { PrintContext, PrintedRelation } from '../context.ts'

export function printCorrelate(correlate: Correlate, _context: PrintContext): PrintedRelation {
  throw new QueryError('unsupported', 'Correlations are not supported yet.', correlate.at, 'correlation')
}
