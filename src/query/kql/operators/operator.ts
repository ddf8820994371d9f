import type { Scope } from '../scope.ts'
import type { Syntax } from '../syntax.ts'
import type { Table } from '../table.ts'
import type { Translator } from '../translator.ts'

/** Translates one operator of a pipe. */
export type TranslateOperator = (node: Syntax, input: Table, scope: Scope, translator: Translator) => Table

/** Translates what stands at the start of a pipe. */
export type TranslateSource = (node: Syntax, scope: Scope, translator: Translator) => Table
