import type { TranslationOptions } from '../translation.ts'

/** What a translation of Sigma is given beside the text. */
export interface SigmaOptions extends TranslationOptions {
  /** Processing pipelines in pySigma's YAML, or parsed; applied in the order of their priorities. */
  readonly pipelines?: readonly (string | object)[]
  /** Values of placeholders by name, without the percent signs; wildcards have their meaning. */
  readonly placeholders?: Readonly<Record<string, readonly (string | number)[]>>
  /** More rules and filters that those of the text may name, or that apply to them. */
  readonly others?: readonly (string | object)[]
}
