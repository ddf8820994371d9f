/** A token of a statement in the engine's canonical form. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol'
  /** Of a quoted name: the name itself. */
  readonly text: string
}

const TOKEN = /'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[A-Za-z_]\w*|\d[\w.]*|\s+|./gsu

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/**
 * The tokens of a statement as `formatQuerySingleLine` writes it: no comments, every string in plain quotes, every
 * name that needs it in back-ticks.
 *
 * @example tokensOf("SELECT `a b` IN ('x')").map(({ text }) => text) // => ['SELECT', 'a b', 'IN', '(', "'x'", ')']
 */
export function tokensOf(canonical: string): Token[] {
  return [...canonical.matchAll(TOKEN)].flatMap(([text]): Token[] => {
    if (/^\s/.test(text)) return []
    if (text.length > 1 && text.startsWith("'")) return [{ kind: 'string', text }]
    if (text.length > 1 && text.startsWith('`')) return [{ kind: 'quoted', text: unquoted(text) }]
    if (/^[A-Za-z_]/.test(text)) return [{ kind: 'word', text }]
    return [{ kind: /^\d/.test(text) ? 'number' : 'symbol', text }]
  })
}

function unquoted(name: string): string {
  return name.slice(1, -1).replaceAll(/\\(.)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
}
