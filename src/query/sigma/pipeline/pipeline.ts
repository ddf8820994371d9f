import { z } from 'zod'
import { type Condition, readCondition } from '../condition.ts'
import { type Path, readDocuments, type SigmaDocument } from '../document.ts'
import type { SigmaRule } from '../rule.ts'
import { shaped } from '../shaped.ts'
import { conditionOf } from './conditions.ts'
import { PipelineState } from './state.ts'
import { type PipelineItem, Step, type Transformation } from './step.ts'
import { transformationOf } from './transformations.ts'

const item = z.looseObject({
  id: z.string().nullish(),
  type: z.string(),
  rule_conditions: z.unknown().optional(),
  rule_cond_op: z.enum(['and', 'or']).nullish(),
  rule_cond_not: z.boolean().nullish(),
  rule_cond_expr: z.string().nullish(),
  detection_item_conditions: z.unknown().optional(),
  detection_item_cond_op: z.enum(['and', 'or']).nullish(),
  detection_item_cond_not: z.boolean().nullish(),
  detection_item_cond_expr: z.string().nullish(),
  field_name_conditions: z.unknown().optional(),
  field_name_cond_op: z.enum(['and', 'or']).nullish(),
  field_name_cond_not: z.boolean().nullish(),
  field_name_cond_expr: z.string().nullish(),
})

const pipeline = z.looseObject({
  name: z.string().nullish(),
  priority: z.union([z.number(), z.bigint()]).transform(Number).default(0),
  vars: z.record(z.string(), z.unknown()).nullish(),
  transformations: z.array(item).nullish(),
  postprocessing: z.array(z.unknown()).nullish(),
  finalizers: z.array(z.unknown()).nullish(),
})

/** Pipelines, ready to be applied to rules. */
export interface PipelineRun {
  /** The rule after every transformation whose conditions it fulfils. @throws QueryError of a transformation that refuses it. */
  apply(rule: SigmaRule, find: (name: string) => SigmaRule | undefined): SigmaRule
}

/**
 * Reads processing pipelines in pySigma's form.
 *
 * @throws QueryError where one is wrong, or has a transformation or a condition that is not known here, by its name.
 */
export function pipelinesFrom(contents: readonly (string | object)[]): PipelineRun {
  const read = contents.flatMap((content) => readDocuments(content).map(readPipeline))
  const inOrder = read.toSorted((one, other) => one.priority - other.priority)
  const items = inOrder.flatMap((one) => one.items)
  const vars = Object.assign({}, ...inOrder.map((one) => one.vars)) as Record<string, unknown>
  return {
    apply(rule, find) {
      const state = new PipelineState(vars, find)
      return applyItems(items, rule, state)
    },
  }
}

function applyItems(items: readonly PipelineItem[], rule: SigmaRule, state: PipelineState): SigmaRule {
  return items.reduce((current, one) => {
    const step = new Step(one, state, current)
    if (!one.rule.ofRule(current, state)) return current
    state.itemsApplied.add(one.id)
    const transformed = one.transform(current, step)
    return { ...transformed, applied: [...transformed.applied, one.id] }
  }, rule)
}

interface ReadPipeline {
  readonly priority: number
  readonly vars: Readonly<Record<string, unknown>>
  readonly items: readonly PipelineItem[]
}

function readPipeline(document: SigmaDocument): ReadPipeline {
  const read = shaped(document, pipeline, 'pipeline')
  for (const part of ['postprocessing', 'finalizers'] as const) {
    if ((read[part]?.length ?? 0) === 0) continue
    throw document.error(
      'unsupported',
      `A pipeline's ${part} changes the text of queries, and there is none here; take it out.`,
      document.keyAt([part]),
      [part],
      part,
    )
  }
  const items = (read.transformations ?? []).map((one, at) =>
    readItem(document, one, ['transformations', at]),
  )
  return { priority: read.priority, vars: read.vars ?? {}, items }
}

function readItem(document: SigmaDocument, content: unknown, path: Path): PipelineItem {
  const result = item.safeParse(content)
  if (!result.success) {
    const [issue] = result.error.issues
    const place = [...path, ...(issue?.path ?? []).filter((step) => typeof step !== 'symbol')]
    throw document.error(
      'syntax',
      `${place.join('.')} is not as a pipeline has it: ${issue?.message ?? 'another shape'}.`,
      document.keyAt(place),
      place,
    )
  }
  const one = result.data
  const conditions = (kind: 'rule' | 'detection_item' | 'field_name') =>
    conditionOf(kind, one[`${kind}_conditions`], {
      document,
      path: [...path, `${kind}_conditions`],
      any: one[`${kind}_cond_op`] === 'or',
      not: one[`${kind}_cond_not`] === true,
      expression: expressionOf(document, one[`${kind}_cond_expr`], [...path, `${kind}_cond_expr`]),
    })
  return {
    id: one.id ?? path.join('.'),
    transform:
      one.type === 'nest'
        ? nested(document, one['items'], [...path, 'items'])
        : transformationOf(document, one, path),
    rule: conditions('rule'),
    detectionItem: conditions('detection_item'),
    fieldName: conditions('field_name'),
    document,
    path,
  }
}

/** `nest`: a list of items that is applied where the conditions of the whole hold. */
function nested(document: SigmaDocument, content: unknown, path: Path): Transformation {
  if (!Array.isArray(content)) {
    throw document.error(
      'syntax',
      'The transformation nest has a list of items.',
      document.keyAt(path),
      path,
      'nest',
    )
  }
  const items = content.map((one, at) => readItem(document, one, [...path, at]))
  return (rule, { state }) => applyItems(items, rule, state)
}

function expressionOf(
  document: SigmaDocument,
  text: string | null | undefined,
  path: Path,
): Condition | undefined {
  return text === null || text === undefined ? undefined : readCondition(document, text, path)
}
