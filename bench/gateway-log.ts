import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

/** Writes `lines` gateway calls, always the same bytes for the same number; about 410 bytes a line. */
export async function writeGatewayLog(path: string, lines: number): Promise<void> {
  const stream = createWriteStream(path)
  let time = Date.UTC(2026, 0, 1)
  let chunk: string[] = []
  for (let at = 0; at < lines; at += 1) {
    time += (at * 7919) % 200
    chunk.push(`${JSON.stringify(call(at, time))}\n`)
    if (chunk.length === 20_000 || at === lines - 1) {
      if (!stream.write(chunk.join(''))) await once(stream, 'drain')
      chunk = []
    }
  }
  stream.end()
  await finished(stream)
}

function call(at: number, time: number): object {
  const logprobs = at % 4 === 0
  return {
    timestamp: new Date(time).toISOString(),
    request_id: `req-${at.toString(16).padStart(10, '0')}`,
    method: 'POST',
    path: '/v1/chat/completions',
    user: `person${at % 180}@lab.example.com`,
    client_ip: `10.50.100.${at % 200}`,
    model: 'titanlm-70b',
    stream: at % 2 === 0,
    status: at % 97 === 0 ? 429 : 200,
    latency_ms: 900 + (at % 700),
    max_tokens: 1024,
    temperature: 0.7,
    logprobs,
    top_logprobs: logprobs ? 5 : 0,
    usage: {
      prompt_tokens: 120 + (at % 50),
      completion_tokens: 300 + (at % 900),
      total_tokens: 420 + (at % 900),
    },
    metadata: { experiment_tag: `exp-${at % 30}` },
  }
}
