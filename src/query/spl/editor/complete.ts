import type { Completion, LanguageHelp } from '../../editor/editor-answer.ts'
import type { Schema } from '../../schemas/schema.ts'
import { EVAL_FUNCTION_NAMES, STATS_FUNCTION_NAMES } from '../functions/function-signatures.ts'
import { KNOWN_MACRO_NAMES } from '../macros/known-macros.ts'
import { COMMAND_NAMES, commandSyntax } from '../syntax/command-table.ts'
import { translateSpl } from '../translate.ts'
import { type Caret, caretAt } from './caret.ts'

/** An editor shows a list, not a catalogue. */
const MOST_ITEMS = 500

const WITH_EVAL: ReadonlySet<string> = new Set([
  'eval',
  'where',
  'fieldformat',
  'streamstats',
  'head',
  'foreach',
])
const WITH_STATS: ReadonlySet<string> = new Set([
  'stats',
  'eventstats',
  'streamstats',
  'timechart',
  'chart',
  'tstats',
  'mstats',
])

/** What may stand at an offset: commands after a pipe, else what the command there takes. */
export async function completeSpl(
  text: string,
  offset: number,
  schema: Schema,
): Promise<LanguageHelp['completions']> {
  const caret = caretAt(text, offset)
  const { from, to, typed } = caret
  const wanted = typed.toLowerCase()
  const items = new Map<string, Completion>()
  for (const item of await candidates(caret, schema)) {
    if (item.label.toLowerCase().includes(wanted)) items.set(`${item.kind} ${item.label}`, item)
  }
  return { from, to, items: [...items.values()].slice(0, MOST_ITEMS) }
}

async function candidates(caret: Caret, schema: Schema): Promise<readonly Completion[]> {
  if (caret.inMacro) return KNOWN_MACRO_NAMES.map((name) => item(name, 'macro'))
  if (caret.inText) return []
  const name = /^[A-Za-z]\w*(?=\s)/.exec(caret.command)?.[0].toLowerCase()
  const syntax = name === undefined ? undefined : commandSyntax(name)
  const isFirst = caret.before === undefined || caret.before.trim() === ''
  const value = valuesAfter(caret, schema)
  if (value !== undefined) return value
  if (name === undefined && caret.command === caret.typed) {
    const commands = COMMAND_NAMES.map((each) => item(each, 'keyword', `${each} `))
    return caret.before === undefined ? [...searchTerms(schema), ...commands] : commands
  }
  if (syntax === undefined || name === undefined) return searchTerms(schema)
  const fields = isFirst ? fieldsOf(schema) : await fieldsBefore(caret.before ?? '', schema)
  return [
    ...(syntax.keywords ?? []).map((each) => item(each, each.endsWith('=') ? 'option' : 'keyword')),
    ...(name === 'search' ? searchTerms(schema) : []),
    ...fields.map((each) => item(each, 'column', fieldText(each, name))),
    ...(WITH_STATS.has(name) ? STATS_FUNCTION_NAMES.map((each) => call(each, 'aggregate')) : []),
    ...(WITH_EVAL.has(name) || /eval\s*\([^)]*$/i.test(caret.command)
      ? EVAL_FUNCTION_NAMES.map((each) => call(each, 'function'))
      : []),
  ]
}

/** After `index=` and its kind only values of that kind. */
function valuesAfter({ command, typed }: Caret, schema: Schema): readonly Completion[] | undefined {
  const before = command.slice(0, command.length - typed.length)
  const tables = schema.tables.filter(({ splunk }) => splunk !== undefined)
  if (/\bindex\s*=\s*$/i.test(before)) return tables.map(({ splunk }) => item(splunk?.index ?? '', 'table'))
  if (/\bsourcetype\s*=\s*$/i.test(before)) {
    return tables.flatMap(({ splunk }) => (splunk?.sourcetypes ?? []).map((each) => item(each, 'table')))
  }
  if (/\bdatamodel\s*[=:]?\s*$/i.test(before)) {
    return schema.tables.flatMap(({ dataModel }) =>
      dataModel === undefined ? [] : item(`${dataModel.model}.${dataModel.dataset}`, 'table'),
    )
  }
  if (/^(input)?lookup\s+(append=\S+\s+)?$/i.test(before)) {
    return schema.tables
      .filter(({ splunk, dataModel }) => splunk === undefined && dataModel === undefined)
      .map(({ name }) => item(name, 'table'))
  }
  return undefined
}

function searchTerms(schema: Schema): readonly Completion[] {
  return [
    ...['index=', 'sourcetype=', 'source=', 'host=', 'earliest=', 'latest='].map((each) =>
      item(each, 'option'),
    ),
    ...['AND', 'OR', 'NOT'].map((each) => item(each, 'keyword', `${each} `)),
    ...fieldsOf(schema).map((each) => item(each, 'column')),
  ]
}

/** Fields of all tables that searches can name. */
function fieldsOf(schema: Schema): readonly string[] {
  const tables = schema.tables.filter(
    ({ splunk, dataModel }) => splunk !== undefined || dataModel !== undefined,
  )
  return [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))].sort()
}

/** Fields that the search before the pipe gives; of one that does not compile, those of all tables. */
async function fieldsBefore(text: string, schema: Schema): Promise<readonly string[]> {
  try {
    const { plan } = await translateSpl(text, { schema: { ...schema, open: true }, nowTicks: 0n })
    return plan.columns.map(({ name }) => name)
  } catch {
    return fieldsOf(schema)
  }
}

/** `eval` takes a name with other characters in single quotes. */
function fieldText(name: string, command: string): string {
  return WITH_EVAL.has(command) && !/^\w+$/.test(name) ? `'${name}'` : name
}

function item(label: string, kind: Completion['kind'], insert = label): Completion {
  return { label, kind, insert }
}

function call(name: string, kind: 'function' | 'aggregate'): Completion {
  return { label: name, kind, insert: `${name}(`, after: ')' }
}
