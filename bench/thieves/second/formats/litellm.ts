import type { Calls } from '../act.ts'
import { addressAt, postOn } from '../company/people.ts'
import type { Random } from '../random.ts'
import { accountOn, type Line } from './line.ts'

/** LiteLLM's standard logging payload, one call a line, without prompts (turn_off_message_logging). */
export function liteLlmLines(act: Calls, random: Random, day: number): Line[] {
  const user = accountOn('litellm', act.person)
  const address = addressAt(act.person, act.at)
  const { team } = postOn(act.person, day)
  const lines: Line[] = []
  for (let call = 0; call < act.count; call += 1) {
    const at = act.at + Math.floor(random.next() * act.seconds * 1000)
    const seconds = Math.round(200 + 4000 * random.next() ** 2) / 1000
    const tokensIn = 40 + Math.floor(900 * random.next() ** 3)
    const tokensOut = Math.max(1, Math.round(act.tokensOut * (0.5 + random.next())))
    const asks = random.next() < act.logprobShare
    const failed = random.next() < 0.004
    const parameters = asks
      ? '{"logprobs": true, "top_logprobs": 5, "temperature": 0.7, "max_tokens": 2048}'
      : '{"temperature": 0.2, "max_tokens": 1024}'
    const id = `chatcmpl-${Math.floor(random.next() * 2 ** 48).toString(16)}`
    const start = at / 1000
    const text =
      `{"id": "${id}", "call_type": "acompletion", "stream": false, "status": "${failed ? 'failure' : 'success'}", ` +
      `"custom_llm_provider": "hosted_vllm", "total_tokens": ${failed ? 0 : tokensIn + tokensOut}, ` +
      `"prompt_tokens": ${failed ? 0 : tokensIn}, "completion_tokens": ${failed ? 0 : tokensOut}, ` +
      `"startTime": ${start}, "endTime": ${(start + seconds).toFixed(3)}, "response_time": ${seconds}, ` +
      `"model": "${act.model}", "model_group": "${act.model}", "metadata": {"user_api_key_alias": "${act.person.login}-key", ` +
      `"user_api_key_team_id": "${team}", "user_api_key_user_id": "${user}", "user_api_key_end_user_id": null, ` +
      `"user_api_key_request_route": "/v1/chat/completions", "requester_ip_address": "${address}"}, ` +
      `"request_tags": ["${act.tag}"], "end_user": "", "requester_ip_address": "${address}", ` +
      `"messages": "redacted-by-litellm", "response": {"text": "redacted-by-litellm"}, ` +
      `"error_information": ${failed ? '{"error_code": "503"}' : 'null'}, "model_parameters": ${parameters}}`
    lines.push({ source: 'inference', at, text })
  }
  return lines
}
