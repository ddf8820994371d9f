import { ticksOf } from '../physical.ts'
import type { FunctionTable } from './function-table.ts'

/** What `transaction`, `timechart` and pivots need over rows in time. */
export const SPL_SEQUENCE: FunctionTable = {
  'spl.first_bin': ([time = ''], { scope }) => `minOrNull(${time})${scope.over}`,
  'spl.last_bin': ([time = ''], { scope }) => `maxOrNull(${time})${scope.over}`,
  'spl.ticks_between': ([later = '', earlier = '']) => `(${ticksOf(later)} - ${ticksOf(earlier)})`,
  'spl.whole_units': ([time = '', ticks = '']) => `intDiv(${ticksOf(time)}, ${ticks})`,
  'spl.seconds_covered': ([time = ''], { scope }) => {
    const [last, first] = ['max', 'min'].map((extreme) => `${extreme}OrNull(${ticksOf(time)})${scope.over}`)
    return `((${last} - ${first}) / 10000000)`
  },
  // The newest event of each transaction, in ticks: from the newest event back, one that is further from the newest of its
  // transaction than the span, or further from the one before than the pause, is the newest of the next.
  'spl.transaction_anchors': ([time = '', span = '', pause = '']) => {
    const times = `arrayReverseSort(groupArray(assumeNotNull(${ticksOf(time)})))`
    const step = `if(a.2 = -1 OR a.2 - t > ${span} OR a.3 - t > ${pause}, (arrayPushBack(a.1, toString(t)), t, t), (a.1, a.2, t))`
    const empty = `(emptyArrayString(), toInt64(-1), toInt64(-1))`
    return `tupleElement(arrayFold((a, t) -> ${step}, ${times}, ${empty}), 1)`
  },
  // The anchor of the transaction an event is in: the oldest one that is not before the event.
  'spl.anchor_of': ([time = '', anchors = '']) =>
    `toInt64(arrayMin(arrayFilter(a -> a >= ${ticksOf(time)}, arrayMap(a -> toInt64(a), ${anchors}))))`,
  // The value of the row on which a condition holds.
  'spl.value_where': ([value = '', condition = ''], { call }) => {
    const aggregate = call.type === 'multivalue' ? 'anyIf' : 'anyOrNullIf'
    return `${aggregate}(${value}, ifNull(${condition}, false))`
  },
}
