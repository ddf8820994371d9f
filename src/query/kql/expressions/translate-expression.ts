import { literal, scalarRelation } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { notBuilt, refusal } from '../refusal.ts'
import { inside, type Scope } from '../scope.ts'
import { kindOf, part, type Syntax, spanOf, textOf } from '../syntax.ts'
import type { Translator } from '../translator.ts'
import { translateFunctionCall } from './calls.ts'
import { translateCompoundString, translateDynamic, translateLiteral, typeInTypeof } from './literals.ts'
import { translateElement, translateName, translatePath } from './names.ts'
import { translateBetween, translateBinary, translateMembership, translateUnary } from './operators.ts'
import { nowOf } from './special-calls.ts'

type TranslateExpression = (node: Syntax, scope: Scope, translator: Translator) => Expression

const EXPRESSIONS: ReadonlyMap<string, TranslateExpression> = new Map<string, TranslateExpression>([
  ['LiteralExpression', translateLiteralOrNow],
  ['CompoundStringLiteralExpression', translateCompoundString],
  ['DynamicExpression', translateDynamic],
  ['TypeOfLiteralExpression', (node) => literal('string', typeInTypeof(node), spanOf(node))],
  ['NameReference', translateName],
  ['PathExpression', translatePath],
  ['ElementExpression', translateElement],
  [
    'ParenthesizedExpression',
    (node, scope, translator) => translator.expression(part(node, 'Expression'), scope),
  ],
  ['BinaryExpression', translateBinary],
  ['InExpression', translateMembership],
  ['HasAnyExpression', translateMembership],
  ['HasAllExpression', translateMembership],
  ['BetweenExpression', translateBetween],
  ['PrefixUnaryExpression', translateUnary],
  ['FunctionCallExpression', translateFunctionCall],
  ['ToScalarExpression', translateToScalar],
])

/** Any expression that gives one value. */
export function translateExpression(node: Syntax, scope: Scope, translator: Translator): Expression {
  const kind = kindOf(node)
  const translate = EXPRESSIONS.get(kind)
  if (translate !== undefined) return translator.deeper(node, () => translate(node, scope, translator))
  if (kind === 'StarExpression') {
    throw refusal('wrong-argument', '* does not stand for one value here', node)
  }
  throw notBuilt(node, textOf(node).slice(0, 40))
}

/** A constant; `datetime(now)` is the clock. */
function translateLiteralOrNow(node: Syntax, _: Scope, translator: Translator): Expression {
  return /^datetime\s*\(\s*now\s*\)$/.test(textOf(node)) ? nowOf(translator, node) : translateLiteral(node)
}

/** `toscalar(query)`: the first column of its first row. Kusto takes a value, too. */
function translateToScalar(node: Syntax, scope: Scope, translator: Translator): Expression {
  const inner = part(node, 'Expression')
  if (!translator.isTabular(inner, scope)) return translator.expression(inner, scope)
  const { relation } = translator.table(inner, inside(scope))
  if (relation.columns.length === 0 && !translator.isLearning) {
    throw refusal('wrong-argument', 'The query in toscalar gives no column', inner)
  }
  return scalarRelation(relation, spanOf(node))
}
