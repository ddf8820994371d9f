import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, once, quoted } from './kql-argument.ts'
import { printParseXml } from './kql-parse-xml.ts'

/** Functions that take text apart into a bag or an array. */
export const KQL_PARSE: FunctionTable = {
  parse_url: ([url], to) => parseUrl(url ?? '', to),
  parse_urlquery: ([query]) =>
    bag([['Query Parameters', parameters(`replaceRegexpOne(${query}, '^\\\\?', '')`)]]),
  parse_path: ([path], to) => parsePath(path ?? '', to),
  parse_csv: ([text]) =>
    `toNullable(toJSONString(arrayMap(_g -> if(_g[1] != '', replaceAll(substring(_g[1], 2, length(_g[1]) - 2), '""', '"'), _g[2]), extractAllGroupsVertical(concat(',', extract(${text}, '^((?:"(?:[^"]|"")*"|[^\\\\r\\\\n"])*)')), ',(?:("(?:[^"]|"")*")|([^,]*))'))))`,
  parse_command_line: ([text]) =>
    `toNullable(toJSONString(arrayMap(_a -> replaceAll(replaceAll(replaceAll(_a, '\\\\"', '\\x01'), '"', ''), '\\x01', '"'), extractAll(${text}, '(?:[^\\\\s"\\\\\\\\]|\\\\\\\\(?:"|)|"(?:[^"\\\\\\\\]|\\\\\\\\(?:"|))*"?)+'))))`,
  parse_xml: (args, to) => printParseXml(at(args, 0), to),
}

const URL_PARTS =
  '^(?:([A-Za-z][A-Za-z0-9+.-]*)://(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\\[[^\\]]*\\]|[^:/?#]*)(?::([0-9]+))?)?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?$'

function parseUrl(url: string, to: CallToPrint): string {
  return once(`extractGroups(${url}, ${quoted(URL_PARTS)})`, to, (part) =>
    bag([
      ['Scheme', text(`${part}[1]`)],
      ['Host', text(`${part}[4]`)],
      ['Port', text(`${part}[5]`)],
      ['Path', text(`${part}[6]`)],
      ['Username', text(`${part}[2]`)],
      ['Password', text(`${part}[3]`)],
      ['Query Parameters', parameters(`${part}[7]`)],
      ['Fragment', text(`${part}[8]`)],
    ]),
  )
}

/** `a=b&c=d` as a bag. */
function parameters(query: string): string {
  const pair =
    "concat(toJSONString(splitByChar('=', _q)[1]), ':', toJSONString(if(position(_q, '=') = 0, '', substring(_q, position(_q, '=') + 1))))"
  return `concat('{', arrayStringConcat(arrayMap(_q -> ${pair}, arrayFilter(_q -> _q != '', splitByChar('&', ${query}))), ','), '}')`
}

const PATH_PARTS =
  '^(?:([A-Za-z][A-Za-z0-9+.-]+)://)?((?:\\\\\\\\[^\\\\/]+(?:[\\\\/][^\\\\/]+)?|[A-Za-z]:|))(.*?)([^\\\\/:]*)(?::([^\\\\/:]+))?$'

/** Scheme, root, directory, file, extension and alternate stream of a path of Windows or Unix, or a file URL. */
function parsePath(path: string, to: CallToPrint): string {
  return once(`extractGroups(${path}, ${quoted(PATH_PARTS)})`, to, (part) => {
    const root = `if(startsWith(${part}[2], '\\\\\\\\'), '', ${part}[2])`
    const whole = `concat(${part}[2], ${part}[3])`
    const directory = `if(match(${whole}, '^[\\\\\\\\/]$'), ${whole}, replaceRegexpOne(${whole}, '[\\\\\\\\/]$', ''))`
    const name = `replaceRegexpOne(${directory}, '^.*[\\\\\\\\/:]', '')`
    const extension = `if(position(${part}[4], '.') = 0, '', splitByChar('.', ${part}[4])[-1])`
    return bag([
      ['Scheme', text(`${part}[1]`)],
      ['RootPath', text(root)],
      ['DirectoryPath', text(directory)],
      ['DirectoryName', text(name)],
      ['Filename', text(`${part}[4]`)],
      ['Extension', text(extension)],
      ['AlternateDataStreamName', text(`${part}[5]`)],
    ])
  })
}

function text(sql: string): string {
  return `toJSONString(${sql})`
}

function bag(slots: readonly (readonly [string, string])[]): string {
  const parts = slots.map(
    ([name, json], index) => `${quoted(`${index === 0 ? '' : ','}"${name}":`)}, ${json}`,
  )
  return `toNullable(concat('{', ${parts.join(', ')}, '}'))`
}
