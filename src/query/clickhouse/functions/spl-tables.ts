import type { FunctionTable } from './function-table.ts'
import { SPL_COMMANDS } from './spl-commands.ts'
import { SPL_CONDITIONS } from './spl-conditions.ts'
import { SPL_CONVERSIONS } from './spl-conversions.ts'
import { SPL_EXTRACTION } from './spl-extraction.ts'
import { SPL_JSON } from './spl-json.ts'
import { SPL_MATHEMATICS } from './spl-mathematics.ts'
import { SPL_MULTIVALUE } from './spl-multivalue.ts'
import { SPL_OPERATORS } from './spl-operators.ts'
import { SPL_SEQUENCE } from './spl-sequence.ts'
import { SPL_STATS } from './spl-stats.ts'
import { SPL_TEXT } from './spl-text.ts'
import { SPL_TIME } from './spl-time.ts'

/** All that is Splunk's own. */
export const SPL_TABLES: readonly FunctionTable[] = [
  SPL_COMMANDS,
  SPL_CONDITIONS,
  SPL_CONVERSIONS,
  SPL_EXTRACTION,
  SPL_JSON,
  SPL_MATHEMATICS,
  SPL_MULTIVALUE,
  SPL_OPERATORS,
  SPL_SEQUENCE,
  SPL_STATS,
  SPL_TEXT,
  SPL_TIME,
]
