import type { Schema } from '../schemas/schema.ts'
import type { Translation, TranslationOptions } from '../translation.ts'

/** A rule pack of thousands fits; an endless stream of different queries does not grow. */
const MOST_ENTRIES = 2_000

/** Translations by everything that they depend on. Those that depend on rows of the store are not kept. */
export class TranslationCache {
  readonly #entries = new Map<string, Translation>()
  readonly #schemas = new WeakMap<Schema, number>()
  #schemaCount = 0

  find(text: string, options: TranslationOptions): Translation | undefined {
    if (options.discover !== undefined) return undefined
    const key = this.#key(text, options)
    const found = this.#entries.get(key)
    if (found !== undefined) {
      // Used last, dropped last.
      this.#entries.delete(key)
      this.#entries.set(key, found)
    }
    return found
  }

  keep(text: string, options: TranslationOptions, translation: Translation): void {
    if (options.discover !== undefined) return
    this.#entries.set(this.#key(text, options), translation)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > MOST_ENTRIES && oldest !== undefined) this.#entries.delete(oldest)
  }

  #key(text: string, { schema, nowTicks, period, allowed = [] }: TranslationOptions): string {
    let number = this.#schemas.get(schema)
    if (number === undefined) {
      this.#schemaCount += 1
      number = this.#schemaCount
      this.#schemas.set(schema, number)
    }
    return [number, nowTicks, period?.fromTicks ?? '', period?.untilTicks ?? '', allowed.join(), text].join(
      '\n',
    )
  }
}
