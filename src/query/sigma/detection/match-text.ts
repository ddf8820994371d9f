import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import type { Operand } from '../event-table.ts'
import { type Folding, fold } from './fold.ts'
import { quoted } from './placeholders.ts'
import { shapeOf } from './shape.ts'
import type { TextValue } from './value.ts'

/**
 * Up to here one comparison per text is the quickest; beyond, one regular expression of all of them (measured on
 * 2 million command lines: 8 texts 66 ms against 84 ms, 64 texts 303 ms against 49 ms).
 */
const MOST_COMPARISONS = 8

/** More alternatives than this would not fit the memory that RE2 gives one expression. */
const MOST_ALTERNATIVES = 500

type Anchor = 'contains' | 'starts_with' | 'ends_with'

/** Conditions of which one has to hold so that a field is one of these texts; none where there are no texts. */
export function matchText(operand: Operand, texts: readonly TextValue[], at: Span): Expression[] {
  const equal = new Groups()
  const anchored: Record<Anchor, Groups> = {
    contains: new Groups(),
    starts_with: new Groups(),
    ends_with: new Groups(),
  }
  const regexes = new Groups()
  const conditions: Expression[] = []
  for (const text of texts) {
    const shape = shapeOf(text)
    switch (shape.kind) {
      case 'present':
        conditions.push(present(operand, at))
        break
      case 'equals':
        equal.add(shape.text, text.cased)
        break
      case 'matches': {
        // Every piece has to be folded as the column is: by what the whole needs.
        const { folding } = fold(
          shape.regex((piece) => piece),
          text.cased,
        )
        regexes.put(
          shape.regex((piece) => foldAs(piece, folding)),
          folding,
        )
        break
      }
      default:
        anchored[shape.kind].add(shape.text, text.cased)
    }
  }
  const compare = (name: string, folding: Folding, values: readonly string[]) =>
    call(`sigma.${name}${folding}`, 'bool', [operand.value, textList(values, at)], at)

  for (const [folding, values] of equal) conditions.push(compare('equals', folding, values))
  for (const [name, groups] of Object.entries(anchored)) {
    for (const [folding, values] of groups) {
      if (values.length <= MOST_COMPARISONS) conditions.push(compare(name, folding, values))
      else
        regexes.putAll(
          values.map((value) => regexOf(name as Anchor, value)),
          folding,
        )
    }
  }
  for (const [folding, values] of regexes) {
    for (const some of chunks(values, MOST_ALTERNATIVES)) {
      const source = some.length === 1 ? (some[0] ?? '') : some.map((one) => `(?:${one})`).join('|')
      conditions.push(compare('matches', folding, [source]))
    }
  }
  return conditions
}

/** Any text; where an empty one stands for a field that was not there, any but that. */
function present(operand: Operand, at: Span): Expression {
  const absent = call(
    operand.emptyIsNull ? 'sigma.absent_or_empty' : 'sigma.absent',
    'bool',
    [operand.value],
    at,
  )
  return call('not', 'bool', [absent], at)
}

function foldAs(text: string, folding: Folding): string {
  if (folding === '_cased') return text
  return folding === '' ? text.toLowerCase() : text.toLowerCase().toUpperCase()
}

function regexOf(anchor: Anchor, text: string): string {
  return `${anchor === 'starts_with' ? '^' : ''}${quoted(text)}${anchor === 'ends_with' ? '$' : ''}`
}

/** One text as a string, several as a list. */
function textList(values: readonly string[], at: Span): Expression {
  const [only] = values
  return values.length === 1 && only !== undefined
    ? literal('string', only, at)
    : literal('multivalue', values, at)
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  )
}

/** Texts, folded, by how the column has to be folded. */
class Groups {
  readonly #texts = new Map<Folding, Set<string>>()

  add(text: string, cased: boolean): void {
    const { folded, folding } = fold(text, cased)
    this.put(folded, folding)
  }

  put(text: string, folding: Folding): void {
    const known = this.#texts.get(folding)
    if (known === undefined) this.#texts.set(folding, new Set([text]))
    else known.add(text)
  }

  putAll(texts: readonly string[], folding: Folding): void {
    for (const text of texts) this.put(text, folding)
  }

  *[Symbol.iterator](): Iterator<[Folding, string[]]> {
    for (const [folding, texts] of this.#texts) yield [folding, [...texts]]
  }
}
