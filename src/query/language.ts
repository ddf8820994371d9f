export const QUERY_LANGUAGES = ['kql', 'spl', 'sigma'] as const
export type QueryLanguage = (typeof QUERY_LANGUAGES)[number]
