import { elementsOf, kindOf, nameIn, part, type Syntax } from '../syntax.ts'

/** The arguments of a call, in order. */
export function argumentsOf(call: Syntax): readonly Syntax[] {
  return elementsOf(part(call, 'ArgumentList'))
}

/** The name of the function that is called. */
export function calledName(call: Syntax): string {
  return nameIn(part(call, 'Name'))
}

/** An argument `name = value` as its two parts; without a name, the value alone. */
export function namedArgument(argument: Syntax): { readonly name?: string; readonly value: Syntax } {
  if (kindOf(argument) !== 'SimpleNamedExpression') return { value: argument }
  return { name: nameIn(part(argument, 'Name')), value: part(argument, 'Expression') }
}
