import type { Translation, TranslationOptions } from '../translation.ts'
import { translateText } from './translate-text.ts'

export async function translateKql(text: string, options: TranslationOptions): Promise<Translation> {
  return translateText(text, options)
}
