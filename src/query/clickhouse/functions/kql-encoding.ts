import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, once, ticksAt, typeOf } from './kql-argument.ts'

/** URL and base64 encodings, and hashes. What is not validly encoded gives null, or the empty string. */
export const KQL_ENCODING: FunctionTable = {
  url_encode: ([text]) => lowerHexDigits(`encodeURLFormComponent(${text})`),
  url_encode_component: ([text]) => lowerHexDigits(`encodeURLComponent(${text})`),
  url_decode: ([text]) => `decodeURLFormComponent(${text})`,
  base64_encode_tostring: ([text]) => `base64Encode(${text})`,
  base64_decode_tostring: ([text], to) =>
    once(`tryBase64Decode(${text})`, to, (decoded) => `if(isValidUTF8(${decoded}), ${decoded}, '')`),
  base64_decode_toarray: ([text], to) =>
    once(
      `tryBase64Decode(${text})`,
      to,
      (bytes) =>
        `toNullable(toJSONString(arrayMap(_i -> reinterpretAsUInt8(substring(${bytes}, _i, 1)), range(1, length(${bytes}) + 1))))`,
    ),
  base64_encode_fromarray: ([array]) =>
    `base64Encode(arrayStringConcat(arrayMap(_b -> char(_b), JSONExtract(ifNull(${array}, ''), 'Array(UInt8)'))))`,
  base64_encode_fromguid: ([guid], to) =>
    once(
      `replaceAll(ifNull(toString(${guid}), ''), '-', '')`,
      to,
      (hex) => `base64Encode(unhex(${mixedEndian(hex)}))`,
    ),
  base64_decode_toguid: ([text], to) =>
    once(
      `hex(tryBase64Decode(${text}))`,
      to,
      (hex) =>
        `if(length(${hex}) = 32, toUUIDOrNull(lower(replaceRegexpOne(${mixedEndian(hex)}, '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\\\\1-\\\\2-\\\\3-\\\\4-\\\\5'))), NULL)`,
    ),
  hash_md5: ([text]) => `lower(hex(MD5(${text})))`,
  hash_sha1: ([text]) => `lower(hex(SHA1(${text})))`,
  hash_sha256: ([text]) => `lower(hex(SHA256(${text})))`,
  hash: (args, to) => {
    const hash = hashOf(args, to, 0)
    return args[1] === undefined
      ? `reinterpret(${hash}, 'Int64')`
      : `toInt64(moduloOrNull(${hash}, ${args[1]}))`
  },
}

/** .NET writes the digits of percent signs small. */
function lowerHexDigits(encoded: string): string {
  return `arrayStringConcat(arrayMap((_p, _i) -> if(_i = 1, _p, concat(lower(substring(_p, 1, 2)), substring(_p, 3))), splitByString('%', ${encoded}), arrayEnumerate(splitByString('%', ${encoded}))), '%')`
}

/** The hexadecimal digits of a GUID in the order of its bytes in .NET, and back: its first three parts are little-endian. */
function mixedEndian(hex: string): string {
  const order = [4, 3, 2, 1, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 16]
  return `concat(${order.map((byte) => `substring(${hex}, ${byte * 2 - 1}, 2)`).join(', ')})`
}

/** xxHash64 of the bytes that Kusto holds the value in. */
function hashOf(args: readonly string[], to: CallToPrint, index: number): string {
  const value = at(args, index)
  switch (typeOf(to, index)) {
    case 'datetime':
      return `xxHash64(toInt64(${ticksAt(args, to, index)} + 621355968000000000))`
    case 'long':
    case 'timespan':
      return `xxHash64(toInt64(${value}))`
    case 'int':
      return `xxHash64(toInt32(${value}))`
    default:
      return `xxHash64(${value})`
  }
}
