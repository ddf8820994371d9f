/** A macro: text that stands for `` `name(a, b)` ``, with `$a$` where an argument goes. */
export interface SplMacro {
  readonly args: readonly string[]
  readonly definition: string
}

/** Macros by name. One name may stand for several that take different numbers of arguments: `name(2)`, as Splunk writes it. */
export type SplMacros = ReadonlyMap<string, SplMacro>
