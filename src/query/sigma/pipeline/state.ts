import type { SigmaRule } from '../rule.ts'

/** What transformations leave for those after them, while pipelines run over one rule. */
export class PipelineState {
  readonly vars: Readonly<Record<string, unknown>>
  readonly find: (name: string) => SigmaRule | undefined
  readonly values = new Map<string, unknown>()
  readonly itemsApplied = new Set<string>()
  /** Field names -> identifiers of the items that made them. */
  readonly #fields = new Map<string | null, Set<string>>()

  constructor(vars: Readonly<Record<string, unknown>>, find: (name: string) => SigmaRule | undefined) {
    this.vars = vars
    this.find = find
  }

  fieldMade(from: string | null, to: readonly string[], by: string): void {
    for (const field of to) {
      const before = this.#fields.get(from) ?? []
      this.#fields.set(field, new Set([...before, ...(this.#fields.get(field) ?? []), by]))
    }
  }

  fieldMadeBy(field: string | null, item: string): boolean {
    return this.#fields.get(field)?.has(item) === true
  }
}
