import { z } from 'zod'
import type { Condition } from '../condition.ts'
import type { Path, SigmaDocument } from '../document.ts'
import { CONDITION_KINDS, type ConditionTest, type PartialTest } from './condition-kinds.ts'

type ConditionKind = keyof typeof CONDITION_KINDS

interface ConditionPlace {
  readonly document: SigmaDocument
  readonly path: Path
  readonly any: boolean
  readonly not: boolean
  readonly expression: Condition | undefined
}

/** Reads the conditions of one kind; without any, everything fulfils them. @throws QueryError naming one that is not known. */
export function conditionOf(kind: ConditionKind, content: unknown, place: ConditionPlace): ConditionTest {
  if (content === undefined || content === null) return ALWAYS
  const entries: [string | number, unknown][] = Array.isArray(content)
    ? [...content.entries()]
    : typeof content === 'object'
      ? Object.entries(content)
      : []
  if (entries.length === 0) return ALWAYS
  const tests = new Map(
    entries.map(([key, one]) => [String(key), read(kind, one, place, [...place.path, key])]),
  )
  const ask = (test: (one: PartialTest) => boolean): boolean => {
    const holds = combined(tests, test, place)
    return place.not ? !holds : holds
  }
  return {
    ofRule: (rule, state) => ask((one) => one.ofRule?.(rule, state) ?? false),
    ofItem: (item, state) => ask((one) => (one.ofItem ?? ofItemField(one))?.(item, state) ?? false),
    ofField: (name, state) => ask((one) => one.ofField?.(name, state) ?? false),
  }
}

const ALWAYS: ConditionTest = { ofRule: () => true, ofItem: () => true, ofField: () => true }

function ofItemField({ ofField }: PartialTest): ConditionTest['ofItem'] | undefined {
  return ofField === undefined ? undefined : (item, state) => ofField(item.field, state)
}

function combined(
  tests: ReadonlyMap<string, PartialTest>,
  test: (one: PartialTest) => boolean,
  { any, expression, document, path }: ConditionPlace,
): boolean {
  const all = [...tests.values()]
  if (expression === undefined) return any ? all.some(test) : all.every(test)
  const evaluate = (condition: Condition): boolean => {
    switch (condition.kind) {
      case 'not':
        return !evaluate(condition.part)
      case 'and':
        return condition.parts.every(evaluate)
      case 'or':
        return condition.parts.some(evaluate)
      default: {
        const named = condition.kind === 'name' ? tests.get(condition.name) : undefined
        if (named !== undefined) return test(named)
        throw document.error(
          'syntax',
          'The expression of a pipeline names a condition that is not there.',
          condition.at,
          path,
        )
      }
    }
  }
  return evaluate(expression)
}

function read(kind: ConditionKind, content: unknown, { document }: ConditionPlace, path: Path): PartialTest {
  const { type, ...parameters } =
    typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {}
  const maker = CONDITION_KINDS[kind].get(String(type))
  if (maker === undefined) {
    throw document.error(
      'unsupported',
      `There is no condition ${String(type)} for ${kind}_conditions.`,
      document.keyAt(path),
      path,
      String(type),
    )
  }
  try {
    return maker(parameters)
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map(({ path: place, message }) => `${place.join('.')}: ${message}`).join('; ')
        : (error as Error).message
    throw document.error(
      'syntax',
      `The condition ${String(type)} is not as it has to be: ${reason}.`,
      document.keyAt(path),
      path,
      String(type),
    )
  }
}
