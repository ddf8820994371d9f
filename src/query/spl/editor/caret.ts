/** Where the caret of an editor is in a search. */
export interface Caret {
  /** What is typed of the word at the caret, and where it begins and ends in the text. */
  readonly typed: string
  readonly from: number
  readonly to: number
  /** The command that the caret is in, from its first letter to the caret; '' right after a pipe. */
  readonly command: string
  /** The search before the pipe of the command; undefined for the first command. */
  readonly before: string | undefined
  readonly inText: boolean
  readonly inMacro: boolean
}

const WORD = /[\w.:{}@*-]*$/

/**
 * Finds the command and the word that the caret is in. A subsearch is a search of its own.
 *
 * @example caretAt('index=a | sta', 13).typed // => 'sta'
 */
export function caretAt(text: string, offset: number): Caret {
  const searches: { start: number; pipe: number }[] = [{ start: 0, pipe: -1 }]
  let inText = false
  let inMacro = false
  for (let at = 0; at < offset; at += 1) {
    const character = text[at]
    const here = searches[searches.length - 1]
    if (inText && character === '\\') at += 1
    else if (character === '"') inText = !inText
    else if (inText) continue
    else if (character === '`') inMacro = !inMacro
    else if (character === '[') searches.push({ start: at + 1, pipe: -1 })
    else if (character === ']' && searches.length > 1) searches.pop()
    else if (character === '|' && here !== undefined) here.pipe = at
  }
  const { start, pipe } = searches[searches.length - 1] ?? { start: 0, pipe: -1 }
  const typed = WORD.exec(text.slice(0, offset))?.[0] ?? ''
  const rest = /^[\w.:{}@*-]*/.exec(text.slice(offset))?.[0] ?? ''
  const before = pipe < 0 ? undefined : text.slice(start, pipe)
  return {
    typed,
    from: offset - typed.length,
    to: offset + rest.length,
    command: text.slice(pipe < 0 ? start : pipe + 1, offset).trimStart(),
    before,
    inText,
    inMacro,
  }
}
