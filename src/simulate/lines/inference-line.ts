import { isoSecond } from '../calendar.ts'

/** One call as the API writes it down. `logprobs` is how many were asked for, 0 for none. */
export interface InferenceCall {
  readonly time: number
  readonly endpoint: string
  readonly account: string
  readonly ip: string
  readonly tokensIn: number
  readonly tokensOut: number
  readonly logprobs: number
  readonly latencySeconds: number
  readonly status: number
  readonly tag: string | null
}

/**
 * A line of the inference API's access log.
 *
 * @example inferenceLine({ time: 0, endpoint: '/v1/completions', account: 'amber.heron', ip: '10.50.100.12', tokensIn: 142, tokensOut: 2048, logprobs: 5, latencySeconds: 1.2, status: 200, tag: null }) // => '1970-01-01T00:00:00Z POST /v1/completions user=amber.heron src=10.50.100.12 tokens_in=142 tokens_out=2048 logprobs=5 latency=1.2s status=200'
 */
export function inferenceLine(call: InferenceCall): string {
  const line = `${isoSecond(call.time)} POST ${call.endpoint} user=${call.account} src=${call.ip} tokens_in=${call.tokensIn} tokens_out=${call.tokensOut} logprobs=${call.logprobs} latency=${Math.round(call.latencySeconds * 10) / 10}s status=${call.status}`
  return call.tag === null ? line : `${line} experiment_tag=${call.tag}`
}
