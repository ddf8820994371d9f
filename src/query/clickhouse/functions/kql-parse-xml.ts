import type { CallToPrint } from './function-table.ts'
import { once, quoted } from './kql-argument.ts'

/** Comments, declarations and CDATA marks are no elements. */
const NOT_ELEMENTS = '<\\?[^>]*\\?>|<!--(?s:.*?)-->|<!DOCTYPE[^>]*>'
/** Closing mark, name, attributes, mark of an empty element; or text; or CDATA. */
const TOKEN =
  '<(/?)([^\\s/>!]+)((?:\\s+[^\\s=>/]+\\s*=\\s*(?:"[^"]*"|\'[^\']*\'))*)\\s*(/?)>|<!\\[CDATA\\[((?s:.*?))\\]\\]>|([^<]+)'
const ATTRIBUTE = '([^\\s=]+)\\s*=\\s*(?:"([^"]*)"|\'([^\']*)\')'

/**
 * `parse_xml`: an element becomes a property named for it: its text alone, or a bag with attributes as `@name`, text as
 * `#text`, and elements of one name together as an array. Walked token by token with a stack of open elements.
 */
export function printParseXml(xml: string, to: CallToPrint): string {
  const tokens = `extractAllGroupsVertical(replaceRegexpAll(${xml}, ${quoted(NOT_ELEMENTS)}, ''), ${quoted(TOKEN)})`
  // A stack of (name, properties, text); its first entry stands for the document.
  const empty = "CAST([('', [], '')], 'Array(Tuple(String, Array(Tuple(String, String)), String))')"
  const top = '_s[-1]'
  const attributes = `arrayMap(_a -> (concat('@', _a[1]), toJSONString(decodeXMLComponent(concat(_a[2], _a[3])))), extractAllGroupsVertical(_tok[3], ${quoted(ATTRIBUTE)}))`
  const withText = `arrayPushBack(arrayPopBack(_s), (${top}.1, ${top}.2, concat(${top}.3, decodeXMLComponent(trimBoth(_tok[6])), _tok[5])))`
  const opened = `arrayPushBack(_s, (_tok[2], ${attributes}, ''))`
  const closed = `arrayPushBack(arrayPopBack(arrayPopBack(_s)), (_s[-2].1, arrayPushBack(_s[-2].2, (${top}.1, ${element(top)})), _s[-2].3))`
  const single = `arrayPushBack(arrayPopBack(_s), (${top}.1, arrayPushBack(${top}.2, (_tok[2], ${element(`('', ${attributes}, '')`)})), ${top}.3))`
  const step = `multiIf(_tok[2] = '', ${withText}, _tok[1] = '/', if(length(_s) < 2, _s, ${closed}), _tok[4] = '/', ${single}, ${opened})`
  return once(xml, to, (text) => {
    const found = `arrayFold((_s, _tok) -> ${step}, ${tokens.replace(xml, text)}, ${empty})`
    return `arrayMap(_d -> if(length(_d) = 1 AND notEmpty(_d[1].2), toNullable(${grouped('_d[1].2')}), NULL), [${found}])[1]`
  })
}

/** A closed element as JSON. */
function element(entry: string): string {
  const text = `(${entry}).3`
  const properties = `(${entry}).2`
  const all = `if(${text} = '', ${properties}, arrayPushBack(${properties}, ('#text', toJSONString(${text}))))`
  return `if(empty(${properties}), if(${text} = '', 'null', toJSONString(${text})), ${grouped(all)})`
}

/** Properties as a bag; those of one name together as an array. */
function grouped(properties: string): string {
  const names = `arrayDistinct(arrayMap(_p -> _p.1, ${properties}))`
  const values = `arrayMap(_p -> _p.2, arrayFilter(_p -> _p.1 = _n, ${properties}))`
  const value = `if(length(${values}) = 1, ${values}[1], concat('[', arrayStringConcat(${values}, ','), ']'))`
  return `concat('{', arrayStringConcat(arrayMap(_n -> concat(toJSONString(_n), ':', ${value}), ${names}), ','), '}')`
}
