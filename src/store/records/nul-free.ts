import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PrimitiveValueListNode,
  type ValueNode,
} from 'kysely'

const SYMBOL_FOR_NULL = '\u2400'

/**
 * Writes the symbol U+2400 for NUL in every text that goes to the database. PostgreSQL refuses NUL in text, and
 * SQLite's driver reads no further than it. Names come from logs: one hostile name must neither stop all others nor
 * pass for another, shorter one.
 */
export const NUL_FREE: KyselyPlugin = {
  transformQuery: ({ node }: PluginTransformQueryArgs) => transformer.transformNode(node),
  transformResult: async ({ result }) => result,
}

class NulFreeTransformer extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return { ...node, value: nulFree(node.value) }
  }

  protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
    return { ...node, values: node.values.map(nulFree) }
  }
}

const transformer = new NulFreeTransformer()

function nulFree(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', SYMBOL_FOR_NULL) : value
}
