import { isoSecond } from '../calendar.ts'
import { sizeText } from './size.ts'

/** One file read from the model registry. */
export interface RegistryRead {
  readonly time: number
  readonly account: string
  readonly run: string
  readonly path: string
  readonly file: string
  readonly bytes: number
  readonly status: number
}

/**
 * A line of the model registry's log.
 *
 * @example registryLine({ time: 0, account: 'amber.heron', run: 'exp-7', path: 'models/titanlm-7b/weights/', file: 'model-00001-of-00004.safetensors', bytes: 3_600_000_000, status: 200 }) // => '1970-01-01T00:00:00Z GET /api/2.0/mlflow/artifacts/get user=amber.heron run_id=exp-7 artifact_path=models/titanlm-7b/weights/ file=model-00001-of-00004.safetensors size=3.6GB status=200'
 */
export function registryLine(read: RegistryRead): string {
  return `${isoSecond(read.time)} GET /api/2.0/mlflow/artifacts/get user=${read.account} run_id=${read.run} artifact_path=${read.path} file=${read.file} size=${sizeText(read.bytes)} status=${read.status}`
}
