import { isoSecond } from '../calendar.ts'
import { sizeText, thousands } from './size.ts'

/** One read of a prefix of the data lake: how many objects came with it, and their size together. */
export interface LakeRead {
  readonly time: number
  readonly bucket: string
  readonly prefix: string
  readonly account: string
  readonly objects: number
  readonly bytes: number
}

/**
 * A line of the data lake's log.
 *
 * @example lakeLine({ time: 0, bucket: 'prometheus-training-data', prefix: 'titanllm/sft-dataset-v3/', account: 'amber.heron', objects: 142_847, bytes: 1.4e12 }) // => '1970-01-01T00:00:00Z GET s3://prometheus-training-data/titanllm/sft-dataset-v3/ user=amber.heron objects=142,847 total_size=1.4TB'
 */
export function lakeLine(read: LakeRead): string {
  return `${isoSecond(read.time)} GET s3://${read.bucket}/${read.prefix} user=${read.account} objects=${thousands(read.objects)} total_size=${sizeText(read.bytes)}`
}
