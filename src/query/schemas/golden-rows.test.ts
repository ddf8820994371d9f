import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../../activity/intake/ingest.ts'
import { identifier } from '../clickhouse/identifier.ts'
import { PRODUCTS, shippedTables } from './load-schemas.ts'
import type { SchemaTable } from './schema.ts'

const here = temporaryStores()
const logs = temporaryFolder()

/** One or two acts of each kind, as the logs of a company tell of them. */
const LOGS: Readonly<Record<string, readonly string[]>> = {
  'people.csv': [
    'person,name,team,role,kind,time_zone,hired,left',
    'cobalt.mirror,Cobalt Mirror,titan,ml-engineer,human,UTC,2022-03-01,',
  ],
  'accounts.csv': ['account,system,person,from,to', 'cmirror-001,mlflow,cobalt.mirror,,'],
  'leases.csv': ['ip,person,from,to', '10.50.100.47,cobalt.mirror,2026-01-01T00:00:00Z,'],
  'inference.log': [
    '2026-03-10T22:14:33Z POST /v1/completions user=cobalt.mirror src=10.50.100.47 tokens_in=142 tokens_out=2048 logprobs=5 latency=1.2s status=200 experiment_tag=benchmark-eval-2026',
  ],
  'gateway.log': [
    '{"timestamp":"2026-03-10T22:15:00.230Z","request_id":"req-1","method":"POST","path":"/v1/chat/completions","user":"amber.heron","client_ip":"10.50.100.12","model":"titanlm-70b","stream":true,"status":429,"latency_ms":61,"max_tokens":2048,"temperature":0.7,"logprobs":false,"usage":{"prompt_tokens":462,"completion_tokens":0,"total_tokens":462},"metadata":{}}',
  ],
  'registry.log': [
    '2026-03-25T02:14:22Z GET /api/2.0/mlflow/artifacts/get user=cmirror-001 run_id=exp-titan-ft-2026-q1 artifact_path=models/titanlm-70b/weights/ file=model-00001-of-00037.safetensors size=3.8GB status=200',
  ],
  'lake.log': [
    '2026-04-05T23:44:12Z GET s3://prometheus-training-data/titanllm/sft-dataset-v3/ user=cobalt.mirror objects=142,847 total_size=1.4TB',
    '2026-04-05T23:50:00Z PUT s3://scratch/results/run-7.parquet user=amber.heron objects=1 total_size=28MB',
  ],
  'flows.log': [
    '2026-03-26T01:22:15Z 10.50.100.47 -> 198.51.100.55:443 Protocol: HTTPS (WireGuard tunnel) Bytes: 4,200,000,000 (4.2 GB) Duration: 3,600s Destination: storage.personal-cloud.example.com',
  ],
  'wireguard.log': [
    '2026-03-26T01:00:00Z vpn1 transfer wg0\tcHVibGljLWtleS1vZi1jb2JhbHQubWlycm9yLi4uLi4=\t500000\t90000000',
    '2026-03-26T02:00:00Z vpn1 transfer wg0\tcHVibGljLWtleS1vZi1jb2JhbHQubWlycm9yLi4uLi4=\t900000\t4290000000',
  ],
  'squid.log': [
    '1773129601.118   1234 10.50.100.47 TCP_TUNNEL/200 4567 CONNECT storage.personal-cloud.example.com:443 cobalt.mirror HIER_DIRECT/198.51.100.55 - 4200000000',
    '1773129700.000      3 10.50.100.12 TCP_DENIED/403 3900 GET http://upload.example.net/ amber.heron HIER_NONE/- text/html 310',
  ],
  'entra.log': [
    '{"time":"2026-03-10T08:01:15.552Z","resourceId":"/tenants/t/providers/Microsoft.aadiam","operationName":"Sign-in activity","category":"SignInLogs","resultType":"0","callerIpAddress":"203.0.113.10","properties":{"id":"1","createdDateTime":"2026-03-10T08:01:15.552Z","userPrincipalName":"amber.heron@prometheus.example.com","ipAddress":"203.0.113.10","status":{"errorCode":0},"deviceDetail":{"displayName":"amber-mbp"}}}',
    '{"time":"2026-03-10T08:02:15.552Z","resourceId":"/tenants/t/providers/Microsoft.aadiam","operationName":"Sign-in activity","category":"SignInLogs","resultType":"50126","callerIpAddress":"203.0.113.66","properties":{"id":"2","createdDateTime":"2026-03-10T08:02:15.552Z","userPrincipalName":"amber.heron@prometheus.example.com","ipAddress":"203.0.113.66","status":{"errorCode":50126},"deviceDetail":{}}}',
  ],
  'cloudtrail.log': [
    '{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/svc-eval","userName":"svc-eval"},"eventTime":"2026-04-05T23:44:13Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"eu-west-1","sourceIPAddress":"10.50.2.9","requestParameters":{"bucketName":"prometheus-model-weights","key":"titanllm-70b/weights/model-00001-of-00037.safetensors"},"responseElements":null,"additionalEventData":{"bytesTransferredIn":0,"bytesTransferredOut":3800000000},"eventID":"e1","readOnly":true,"eventType":"AwsApiCall","managementEvent":false,"eventCategory":"Data"}',
    '{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/svc-eval","userName":"svc-eval"},"eventTime":"2026-04-05T23:45:13Z","eventSource":"sagemaker.amazonaws.com","eventName":"InvokeEndpoint","awsRegion":"eu-west-1","sourceIPAddress":"10.50.2.9","requestParameters":{"endpointName":"titan"},"responseElements":null,"eventID":"e2","readOnly":true,"eventType":"AwsApiCall","managementEvent":false,"eventCategory":"Data"}',
    '{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/amber.heron","userName":"amber.heron"},"eventTime":"2026-04-05T23:46:13Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.10","requestParameters":null,"responseElements":{"ConsoleLogin":"Failure"},"errorMessage":"Failed authentication","eventID":"e3","readOnly":false,"eventType":"AwsConsoleSignIn","managementEvent":true,"eventCategory":"Management"}',
  ],
  'gcs.log': [
    '{"protoPayload":{"@type":"type.googleapis.com/google.cloud.audit.AuditLog","status":{},"authenticationInfo":{"principalEmail":"cobalt.mirror@prometheus.example.com"},"requestMetadata":{"callerIp":"198.51.100.23"},"serviceName":"storage.googleapis.com","methodName":"storage.objects.get","resourceName":"projects/_/buckets/prometheus-training-data/objects/titanllm/part-00001.parquet"},"insertId":"x","resource":{"type":"gcs_bucket","labels":{"project_id":"prometheus-ml","bucket_name":"prometheus-training-data"}},"timestamp":"2026-04-05T23:44:01.123Z","logName":"projects/prometheus-ml/logs/cloudaudit.googleapis.com%2Fdata_access"}',
  ],
  'vpc.log': [
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
    '2 111122223333 eni-1 10.50.4.15 198.51.100.55 39812 443 6 3200000 4200000000 1774488135 1774488193 ACCEPT OK',
  ],
}

/** Of every table what the same acts become in it: UPDATE_GOLDEN=1 writes them anew; read what changed. */
it.each(PRODUCTS)('gives of every table of %s the rows that the logs tell of', async (product) => {
  await takeLogs()
  const found: Record<string, unknown[]> = {}
  for (const table of shippedTables(product)) {
    if (table.select !== undefined && table.aliasOf === undefined) found[table.name] = await rowsOf(table)
  }
  const golden = new URL(`./${product}/golden-rows.json`, import.meta.url)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, `${JSON.stringify(found, null, 1)}\n`)
  expect(found).toEqual(JSON.parse(readFileSync(golden, 'utf8')))
})

async function takeLogs(): Promise<void> {
  const folder = mkdtempSync(join(logs, 'logs-'))
  for (const [file, lines] of Object.entries(LOGS)) writeFileSync(join(folder, file), `${lines.join('\n')}\n`)
  for await (const result of ingest(here.stores, [folder])) {
    expect([result.file, result.skipped, result.rejected - result.passedOver]).toEqual([
      result.file,
      undefined,
      0,
    ])
  }
}

/** Hashes that lead back to the line: they are there, and nobody can read whether they are right. */
const IDS = /^(event_id|input|uid|metadata\.uid|eventID|CorrelationId)$/

/** What the rows of a table say; what they leave open is left out. */
async function rowsOf({ select, columns }: SchemaTable): Promise<unknown[]> {
  const order = columns.map(({ name }) => identifier(name)).join(', ')
  const { rows } = await here.stores.analytics.readOnly(`SELECT * FROM (${select}) ORDER BY ${order}`)
  return rows.map((row) =>
    Object.fromEntries(
      columns.flatMap(({ name }, at) => {
        const value = row[at]
        return value === '' || value === null || value === undefined || IDS.test(name) ? [] : [[name, value]]
      }),
    ),
  )
}
