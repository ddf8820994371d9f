import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { QueryError } from '../../plan/query-error.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { constantText } from './kql-argument.ts'

/** More than this is no constant that anybody wrote. */
const MOST_BYTES = 1 << 20

/** The engine has no such functions, so they are worked out when the query is compiled: for constants only. */
export const KQL_COMPRESSION: FunctionTable = {
  zlib_compress_to_base64_string: ofConstant((text) => deflateSync(text, { level: 0 }).toString('base64')),
  zlib_decompress_from_base64_string: ofConstant((text) => unpacked(inflateSync, text)),
  gzip_compress_to_base64_string: ofConstant((text) => gzipSync(text, { level: 0 }).toString('base64')),
  gzip_decompress_from_base64_string: ofConstant((text) => unpacked(gunzipSync, text)),
}

function ofConstant(work: (text: string) => string): PrintFunction {
  return (_, to: CallToPrint) => {
    const text = constantText(to, 0)
    if (text === undefined) {
      throw new QueryError(
        'unsupported',
        `${to.call.function} takes a constant here.`,
        to.call.at,
        to.call.function,
      )
    }
    return to.context.parameter(work(text), 'String')
  }
}

/** What is not packed gives the empty text. */
function unpacked(unpack: typeof inflateSync, text: string): string {
  try {
    return unpack(Buffer.from(text, 'base64'), { maxOutputLength: MOST_BYTES }).toString('utf8')
  } catch {
    return ''
  }
}
