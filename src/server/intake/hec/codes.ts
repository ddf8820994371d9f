import { type Answer, json } from '../protocol.ts'

/** The codes of the HTTP Event Collector that are answered here, with the texts and statuses its clients know. */
export const HEC = {
  success: { code: 0, status: 200, text: 'Success' },
  tokenRequired: { code: 2, status: 401, text: 'Token is required' },
  invalidAuthorization: { code: 3, status: 401, text: 'Invalid authorization' },
  invalidToken: { code: 4, status: 403, text: 'Invalid token' },
  noData: { code: 5, status: 400, text: 'No data' },
  invalidData: { code: 6, status: 400, text: 'Invalid data format' },
  busy: { code: 9, status: 503, text: 'Server is busy' },
  channelMissing: { code: 10, status: 400, text: 'Data channel is missing' },
  invalidChannel: { code: 11, status: 400, text: 'Invalid data channel' },
  eventRequired: { code: 12, status: 400, text: 'Event field is required' },
  eventBlank: { code: 13, status: 400, text: 'Event field cannot be blank' },
  indexedFields: { code: 15, status: 400, text: 'Error in handling indexed fields' },
  queryToken: { code: 16, status: 400, text: 'Query string authorization is not enabled' },
  healthy: { code: 17, status: 200, text: 'HEC is healthy' },
  unhealthy: { code: 18, status: 503, text: 'HEC is unhealthy, queues are full' },
  stopping: { code: 23, status: 503, text: 'Server is shutting down' },
} as const

export type HecName = keyof typeof HEC

/** The answer that clients of the collector read, e.g. `{"text":"Success","code":0}`. */
export function hecAnswer(
  name: HecName,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const { code, status, text } = HEC[name]
  return json(status, { text, code, ...more }, headers)
}
