const WIDTH = 100

/** Text broken into lines that fit a terminal. */
export function wrap(text: string, indent = ''): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line].join(`\n${indent}`)
}

/** A label, and beside it text whose further lines stand under its first. */
export function hanging(label: string, text: string): string {
  const indent = ' '.repeat(label.length + 2)
  return `  ${label}${wrap(text, indent)}`
}
