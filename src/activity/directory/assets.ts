import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { WeighbridgeError } from '../../base/errors.ts'
import type { DirectorySource, TableRow } from './directory-source.ts'

const KINDS = ['model', 'dataset', 'reward-model', 'evaluation-set'] as const
const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const

const assetSchema = z.strictObject({
  id: z.string().min(1),
  kind: z.enum(KINDS),
  sensitivity: z.enum(SENSITIVITIES).default('restricted'),
  bytes: z.int().nonnegative().default(0),
  project: z.string().default(''),
  registry: z.array(z.string().min(1)).default([]),
  endpoints: z.array(z.string().min(1)).default([]),
  models: z.array(z.string().min(1)).default([]),
  buckets: z.array(z.strictObject({ bucket: z.string().min(1), prefix: z.string().default('') })).default([]),
})

type Asset = z.infer<typeof assetSchema>

/** The things worth stealing, and the names logs know them by. */
export const assets: DirectorySource = {
  name: 'assets',
  title: 'Assets',
  about:
    'YAML: assets, each with id, kind, sensitivity, bytes, project and the registry path prefixes, buckets with prefixes, endpoints and models it is known by.',
  recognises: (firstLines, fileName) =>
    /^assets\.ya?ml$/.test(fileName) || firstLines.some((line) => /^assets:\s*(#.*)?$/.test(line)),
  *entries(text) {
    const lines = new LineCounter()
    const document = parseDocument(text, { lineCounter: lines })
    const error = document.errors[0]
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0])
      throw new WeighbridgeError('bad-input', `Line ${line}, column ${col}: ${error.message.split('\n')[0]}`)
    }
    const list = isMap(document.contents) ? document.contents.get('assets') : undefined
    if (!isSeq(list)) throw new WeighbridgeError('bad-input', 'The file must hold a list under "assets:".')
    for (const node of list.items) {
      const range = (node as { range?: [number, number, number] }).range ?? [0, 0, 0]
      const offset = Buffer.byteLength(text.slice(0, range[0]))
      const source = text.slice(range[0], range[1]).trimEnd()
      const result = assetSchema.safeParse((node as { toJSON(): unknown }).toJSON())
      if (result.success) {
        yield { offset, text: source, rows: rowsOf(result.data) }
      } else {
        const issue = result.error.issues[0]
        yield {
          offset,
          text: source,
          reason: `${issue?.path.join('.') ?? 'asset'}: ${issue?.message ?? 'is not valid'}`,
        }
      }
    }
  },
}

function rowsOf(asset: Asset): TableRow[] {
  const pattern = (kind: string, text: string): TableRow => ({
    table: 'asset_pattern',
    row: { kind, pattern: text, asset: asset.id },
  })
  return [
    {
      table: 'asset',
      row: {
        asset: asset.id,
        kind: asset.kind,
        sensitivity: asset.sensitivity,
        bytes: asset.bytes,
        project: asset.project,
      },
    },
    ...asset.registry.map((path) => pattern('registry', path)),
    ...asset.endpoints.map((endpoint) => pattern('endpoint', endpoint)),
    ...asset.models.map((model) => pattern('model', model)),
    ...asset.buckets.map(({ bucket, prefix }) => pattern('bucket', `${bucket}/${prefix}`)),
  ]
}
