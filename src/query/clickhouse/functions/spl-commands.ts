import { datetimeOf, ticksOf } from '../physical.ts'
import { startOfBin } from './activity-time.ts'
import type { FunctionTable } from './function-table.ts'
import { literalOf } from './spl-conversions.ts'

/** What commands need beside the functions of eval and stats. */
export const SPL_COMMANDS: FunctionTable = {
  // '' in activity says that the log had no such field.
  'spl.present': ([text = '']) => `nullIf(${text}, '')`,
  // Several texts as one: with their lengths, so that no two rows share a key by chance.
  'spl.row_key': (args) =>
    `concat(${args.map((sql) => `toString(length(${sql})), ':', ${sql}`).join(", ' ', ")})`,
  'spl.group': ([text = '', pattern = '', index = '']) =>
    `nullIf(arrayElementOrNull(extractGroups(ifNull(${text}, ''), ${pattern}), ${index}), '')`,
  'spl.bin_range': ([value = '', size = '']) => {
    const low = `(floor(${value} / ${size}) * ${size})`
    return `concat(toString(${low}), '-', toString(${low} + ${size}))`
  },
  'spl.bin_time': ([time = '', ticks = ''], { call, scope }) =>
    startOfBin(call.arguments[0], call.arguments[1], time, scope) ??
    datetimeOf(`(${ticksOf(time)} - positiveModulo(${ticksOf(time)}, ${ticks}))`),
  'spl.bin_months': ([time = ''], { call }) => {
    const size = Number(literalOf(call.arguments[1]))
    const months = `(intDiv(toYear(${time}) * 12 + toMonth(${time}) - 1, ${size}) * ${size})`
    return `makeDateTime64(intDiv(${months}, 12), ${months} % 12 + 1, 1, 0, 0, 0, 0, 7, 'UTC')`
  },
  'spl.row_number': (_args, { scope }) => `toInt64(row_number()${scope.over})`,
  'spl.previous': ([value = '', steps = ''], { scope }) =>
    `lagInFrame(toNullable(${value}), ${steps})${scope.over}`,
  'spl.latest_present': ([value = ''], { scope }) => `anyLastOrNull(${value})${scope.over}`,
  // Addresses by number, then everything else by code point.
  'spl.address_order': ([text = '']) => `ifNull(hex(toIPv6OrNull(${text})), concat('~', ${text}))`,
}
