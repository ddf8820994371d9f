import ts from 'typescript'

/**
 * The `@example` tags of a module's declarations, as `{ name, exported, line, statements }`; each
 * statement has its text and the value promised after `// =>`, if any. Lines count from 1.
 */
export function examplesIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  return source.statements.flatMap((statement) =>
    ts
      .getJSDocTags(documented(statement))
      .filter((tag) => tag.tagName.text === 'example')
      .map((tag) => readTag(tag, statement, source)),
  )
}

// The docstring of `export const f = ...` hangs on the statement, its tags on the declaration.
function documented(statement) {
  return ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : statement
}

function readTag(tag, statement, source) {
  const declared = documented(statement).name
  const line = source.getLineAndCharacterOfPosition(tag.getStart()).line
  // Lines keep their place: the text up to the tag is blanked, the comment's stars are removed.
  const body = source.text
    .slice(tag.getStart() + '@example'.length, tag.end)
    .split('\n')
    .map((row) => row.replace(/^\s*\*(\/.*)?/, ''))
    .join('\n')
    .replace(/\*\/\s*$/, '')
    .replaceAll(/```\w*/g, '')
  const exported = ts.getModifiers(statement)?.some((it) => it.kind === ts.SyntaxKind.ExportKeyword) ?? false
  return {
    name: declared?.getText() ?? 'default',
    exported,
    line: line + 1,
    statements: statementsIn(body, line + 1),
  }
}

function statementsIn(body, firstLine) {
  const source = ts.createSourceFile('example.ts', body, ts.ScriptTarget.Latest, true)
  return source.statements.map((statement) => ({
    line: firstLine + source.getLineAndCharacterOfPosition(statement.getStart()).line,
    isExpression: ts.isExpressionStatement(statement),
    text: ts.isExpressionStatement(statement) ? statement.expression.getText() : statement.getText(),
    promised: promiseAfter(body, statement.end),
  }))
}

function promiseAfter(body, end) {
  const rest = body.slice(end, body.indexOf('\n', end) === -1 ? undefined : body.indexOf('\n', end))
  return /^\s*;?\s*\/\/ => (.+)$/.exec(rest)?.[1]?.trim()
}
