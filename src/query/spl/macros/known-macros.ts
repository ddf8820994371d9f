import type { SplMacro, SplMacros } from './macro.ts'

/** Macros that public detection content takes for granted. */
const KNOWN: SplMacros = new Map<string, SplMacro>([
  [
    'security_content_summariesonly',
    { args: [], definition: 'summariesonly=false allow_old_summaries=true fillnull_value=null' },
  ],
  [
    'security_content_ctime',
    { args: ['field'], definition: 'convert timeformat="%Y-%m-%dT%H:%M:%S" ctime($field$)' },
  ],
  ['drop_dm_object_name', { args: ['object'], definition: 'rename $object$.* AS *' }],
  ['summariesonly', { args: [], definition: 'summariesonly=false' }],
  ['ctime', { args: ['field'], definition: 'convert timeformat="%m/%d/%Y %H:%M:%S" ctime($field$)' }],
  ['uitime', { args: ['field'], definition: 'convert timeformat="%m/%d/%Y %H:%M:%S" ctime($field$)' }],
])

/** For completion. */
export const KNOWN_MACRO_NAMES: readonly string[] = [...KNOWN.keys()]

/** A content author's hook for exceptions of a site, empty until the site fills it in. */
const EMPTY_FILTER: SplMacro = { args: [], definition: 'search *' }

/** The macro of a name and a number of arguments: the site's own first, then the known ones. */
export function findMacro(own: SplMacros, name: string, argumentCount: number): SplMacro | undefined {
  for (const macros of [own, KNOWN]) {
    const exact = macros.get(`${name}(${argumentCount})`)
    if (exact !== undefined) return exact
    const plain = macros.get(name)
    if (plain?.args.length === argumentCount) return plain
  }
  return argumentCount === 0 && name.endsWith('_filter') ? EMPTY_FILTER : undefined
}
