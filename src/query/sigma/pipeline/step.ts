import type { QueryError, QueryErrorCode } from '../../plan/query-error.ts'
import { type Detection, type DetectionItem, mapItems } from '../detection/item.ts'
import type { SigmaValue } from '../detection/value.ts'
import type { Path, SigmaDocument } from '../document.ts'
import type { SigmaRule } from '../rule.ts'
import type { ConditionTest } from './condition-kinds.ts'
import type { PipelineState } from './state.ts'

/** What one step of a pipeline makes of a rule. */
export type Transformation = (rule: SigmaRule, step: Step) => SigmaRule

/** Makes a transformation of its parameters. @throws ZodError or Error about them. */
export type TransformationMaker = (parameters: Readonly<Record<string, unknown>>) => Transformation

/** One transformation and when it is applied. */
export interface PipelineItem {
  readonly id: string
  readonly transform: Transformation
  readonly rule: ConditionTest
  readonly detectionItem: ConditionTest
  readonly fieldName: ConditionTest
  readonly document: SigmaDocument
  readonly path: Path
}

/** A transformation at work on one rule: where it applies, and what it may ask. */
export class Step {
  readonly item: PipelineItem
  readonly state: PipelineState
  readonly #rule: SigmaRule

  constructor(item: PipelineItem, state: PipelineState, rule: SigmaRule) {
    this.item = item
    this.state = state
    this.#rule = rule
  }

  matches(item: DetectionItem): boolean {
    return this.item.detectionItem.ofItem(item, this.state) && this.item.fieldName.ofItem(item, this.state)
  }

  matchesField(field: string | null): boolean {
    return this.item.fieldName.ofField(field, this.state)
  }

  /** The rule with every item replaced that the conditions fit; undefined leaves one as it is. */
  mapItems(rule: SigmaRule, map: (item: DetectionItem) => Detection | undefined): SigmaRule {
    if (rule.kind !== 'detection') return rule
    const change = (detection: Detection): Detection =>
      mapItems(detection, (item) => {
        const changed = this.matches(item) ? map(item) : undefined
        return changed === undefined ? item : this.#marked(changed)
      })
    const selections = new Map(
      [...rule.selections].map(([name, detection]): [string, Detection] => [name, change(detection)]),
    )
    return { ...rule, selections }
  }

  /** The rule with every value replaced by those that `map` gives; undefined leaves one as it is. */
  mapValues(
    rule: SigmaRule,
    map: (value: SigmaValue, item: DetectionItem) => readonly SigmaValue[] | undefined,
  ): SigmaRule {
    return this.mapItems(rule, (item) => {
      let isChanged = false
      const values = item.values.map((alternatives) =>
        alternatives.flatMap((value) => {
          const changed = map(value, item)
          if (changed !== undefined) isChanged = true
          return changed ?? [value]
        }),
      )
      return isChanged ? { ...item, values } : undefined
    })
  }

  refuse(code: QueryErrorCode, message: string, item?: DetectionItem): QueryError {
    const { document } = this.#rule
    const path = item?.path ?? []
    const at = item?.at ?? document.keyAt(path)
    return document.error(code, message, at, path, this.item.id)
  }

  #marked(detection: Detection): Detection {
    return mapItems(detection, (item) => ({ ...item, applied: [...item.applied, this.item.id] }))
  }
}
