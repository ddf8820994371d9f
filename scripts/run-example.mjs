import { inspect, isDeepStrictEqual } from 'node:util'
import ts from 'typescript'

const AsyncFunction = /** @type {FunctionConstructor} */ ((async () => {}).constructor)

/** Runs one example against its compiled module; returns how many promises it made and what was wrong. */
export async function runExample(example, moduleUrl) {
  const promises = example.statements.filter((statement) => statement.promised !== undefined).length
  const wrong = (message, line = example.line) => ({ promises, problems: [{ line, message }] })
  if (!example.exported) return wrong(`the example of ${example.name} cannot run: the name is not exported.`)
  if (promises === 0)
    return wrong(`the example of ${example.name} promises nothing: end it in \`// => value\`.`)
  const problems = []
  const check = (line, text, actual, expected) => {
    if (isDeepStrictEqual(actual, expected)) return
    problems.push({ line, message: `${text} is ${show(actual)}, the example says ${show(expected)}.` })
  }
  try {
    const names = await import(moduleUrl)
    const run = new AsyncFunction('$check', ...Object.keys(names), bodyOf(example))
    await run(check, ...Object.values(names))
  } catch (error) {
    return wrong(`the example of ${example.name} does not run: ${error.message}`)
  }
  return { promises, problems }
}

function bodyOf(example) {
  const lines = example.statements.map(({ line, text, promised, isExpression }) =>
    promised === undefined || !isExpression
      ? text
      : `$check(${line}, ${JSON.stringify(text)}, await (${text}), (${promised}));`,
  )
  const { outputText } = ts.transpileModule(lines.join(';\n'), {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  })
  return outputText
}

function show(value) {
  return inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY })
}
