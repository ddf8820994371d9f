import { columnReference } from '../plan/build.ts'
import type { Expression, NamedExpression } from '../plan/expression.ts'
import type { Span } from '../plan/span.ts'
import type { Column } from '../plan/type.ts'

/** Names within one operator: one that is taken gets the suffix 1, 2… */
export class UniqueNames {
  readonly #suffixes = new Map<string, number>()

  take(name: string, base = name): string {
    const used = this.#suffixes.get(name)
    if (used === undefined) {
      this.#suffixes.set(name, 0)
      return name
    }
    for (let suffix = used + 1; ; suffix += 1) {
      const candidate = `${base}${suffix}`
      if (this.#suffixes.has(candidate)) continue
      this.#suffixes.set(name, suffix)
      this.#suffixes.set(candidate, 0)
      return candidate
    }
  }

  has(name: string): boolean {
    return this.#suffixes.has(name)
  }
}

/**
 * The names of columns side by side: the first of each name keeps it, and no new name is one that another column has.
 *
 * @example uniqueNames(['c', 'c', 'c1']) // => ['c', 'c2', 'c1']
 */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new UniqueNames()
  for (const name of new Set(names)) taken.take(name)
  const met = new Set<string>()
  return names.map((name) => {
    if (met.has(name)) return taken.take(name)
    met.add(name)
    return name
  })
}

/** The columns that an operator gives, collected by Kusto's rules for names. */
export class Projection {
  readonly #values: NamedExpression[] = []
  readonly #places = new Map<string, number>()
  readonly #declared = new Set<string>()
  readonly names = new UniqueNames()

  get values(): readonly NamedExpression[] {
    return this.#values
  }

  /** Columns of the input as they are. */
  keep(columns: readonly Column[], at: Span): void {
    for (const column of columns) this.add(column.name, columnReference(column, at))
  }

  /** A value with a name that nobody wrote: renamed where it is taken, or in place of the column of that name. */
  add(
    name: string,
    value: Expression,
    how: { readonly replaces?: boolean; readonly base?: string } = {},
  ): string {
    const place = how.replaces === true ? this.#places.get(name) : undefined
    if (place !== undefined) {
      this.#values[place] = { name, value }
      return name
    }
    const unique = this.names.take(name, how.base)
    this.#places.set(unique, this.#values.length)
    this.#values.push({ name: unique, value })
    return unique
  }

  /** A value with the name that the query gives it. False: the operator gave that name before. */
  declare(name: string, value: Expression, how: { readonly replaces?: boolean } = {}): boolean {
    if (this.#declared.has(name)) return false
    this.#declared.add(this.add(name, value, how))
    return true
  }

  has(name: string): boolean {
    return this.#places.has(name)
  }
}
