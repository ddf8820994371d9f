/** What stands in a source for the sketch of a text: `promptSketch(said)`, where `said` is a name under `let`. */
const CALL = /\bpromptSketch\((\w+)\)/g

/** How much of a prompt's beginning, and of its end, tells what it was made from; characters of the masked text. */
const EDGE = 48
const HEAD = 480

/**
 * Writes out `promptSketch(name)` in a source's expression.
 *
 * A sketch says whether two prompts are the same, and whether they were made from one template, without holding a word of
 * either: 48 hexadecimal digits, '' of an empty prompt. The first 16 are the hash of the whole prompt, in lower case
 * and with one space for every gap. Then come four hashes of eight digits: of the beginning, of the two groups of three words
 * near the beginning whose hashes are the least and the most, and of the end, with numbers and quotations masked. Prompts of
 * one template agree in one of them wherever the template leaves its beginning, its end or a good part of its first words
 * as they are. The hash has no key: whoever guesses a whole prompt can tell that it was asked.
 */
export function withPromptSketch(expression: string): string {
  return expression.replaceAll(CALL, (_call, text: string) => sketchOf(text))
}

/**
 * SQL for the sketch of a text.
 *
 * @param text SQL whose value is the prompt.
 */
export function sketchOf(text: string): string {
  const edge = (mark: string, part: string) =>
    `lower(hex(toUInt32(sipHash64('${mark}', ${part}) % 4294967296)))`
  const shingle = (mark: string, at: number) =>
    edge(mark, `wordShingleMinHashUTF8(substringUTF8(head, 1, ${HEAD}), 3, 1).${at}`)
  // Lambdas over one element name what is used twice: a name of the source's own would be planned at every use.
  return `arrayMap(whole -> if(whole = '', '', concat(lower(hex(sipHash64(whole))),
      arrayMap((head, tail) -> concat(${edge('begins', `substringUTF8(head, 1, ${EDGE})`)}, ${shingle('least', 1)}, ${shingle('most', 2)},
        ${edge('ends', `substringUTF8(tail, greatest(1, lengthUTF8(tail) - ${EDGE - 1}))`)}),
        [${masked(`substringUTF8(whole, 1, ${4 * HEAD})`)}], [${masked(`substringUTF8(whole, greatest(1, lengthUTF8(whole) - ${4 * EDGE - 1}))`)}])[1])),
    [lowerUTF8(trimBoth(replaceRegexpAll(toValidUTF8(${text}), '\\\\s+', ' ')))])[1]`
}

/** Numbers and what stands in quotation marks change from prompt to prompt of one template. */
function masked(text: string): string {
  return `replaceRegexpAll(replaceRegexpAll(${text}, '"[^"]*"|“[^”]*”|\`[^\`]*\`', '""'), '[0-9]+', '0')`
}
