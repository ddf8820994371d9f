/**
 * A plug-in that is written in KQL itself. Its text reads the table `input`, with the columns and values of the call under the names
 * of the parameters and the dimensions as `d0`, `d1`…; what it gives is renamed.
 */
export interface WrittenPlugin {
  /** What the call's arguments are, longest list first: the first one that fits is taken; columns after it are dimensions. */
  readonly parameters: readonly (readonly Parameter[])[]
  readonly text: (call: PluginCall) => string
  /** Names of the columns that come out, where they are not those of the text; of a parameter's column: its own. */
  readonly names?: (call: PluginCall) => Readonly<Record<string, string>>
}

export interface Parameter {
  readonly name: string
  readonly kind: 'column' | 'value' | 'table'
}

export interface PluginCall {
  /** `, d0, d1`: to follow other columns in a list. */
  readonly dimensions: string
  /** Parameters that the call gives. */
  readonly given: ReadonlySet<string>
  /** Names of columns that stand for parameters, and texts of constants. */
  readonly written: (parameter: string) => string
}

export function column(name: string): Parameter {
  return { name, kind: 'column' }
}

export function value(name: string): Parameter {
  return { name, kind: 'value' }
}

/** How a timeline is cut: by a size, or by the calendar. */
export interface Periods {
  readonly start: (time: string) => string
  readonly next: (time: string) => string
  /** How many lie between two times. */
  readonly between: (from: string, to: string) => string
}

const UNITS: ReadonlySet<string> = new Set(['week', 'month', 'year'])

/** The periods of a parameter that is a size, or one of the words week, month and year. */
export function periodsOf(parameter: string, { given, written }: PluginCall): Periods {
  const unit = written(parameter)
  if (UNITS.has(unit)) {
    return {
      start: (time) => `startof${unit}(${time})`,
      next: (time) => `startof${unit}(${time}, 1)`,
      between: (from, to) => `datetime_diff('${unit}', ${to}, ${from})`,
    }
  }
  return {
    start: (time) =>
      given.has('start') ? `bin_at(${time}, ${parameter}, start)` : `bin(${time}, ${parameter})`,
    next: (time) => `${time} + ${parameter}`,
    between: (from, to) => `tolong((${to} - ${from}) / ${parameter})`,
  }
}
