import type { Read } from '../act.ts'
import { addressAt } from '../company/people.ts'
import type { Random } from '../random.ts'
import { accountOn, type Line } from './line.ts'
import { clfTime } from './mlflow-nginx.ts'

export type LakeFormat = 'minio' | 'cloudtrail' | 's3-access'

const id = (random: Random, digits: number) =>
  Math.floor(random.next() * 2 ** 48)
    .toString(16)
    .toUpperCase()
    .padStart(digits, '0')

/** One line a format for one object read or written. */
export const LAKE_LINES: Readonly<Record<LakeFormat, (act: Read, random: Random) => Line>> = {
  minio(act, random) {
    const write = act.kind === 'write'
    const [received, sent] = write ? [act.bytes, 0] : [0, act.bytes]
    const range = act.partial ? `{"Range":"bytes=0-${act.bytes - 1}"}` : '{"Accept-Encoding":"identity"}'
    const text =
      `{"version":"1","deploymentid":"5d1f0c4e-8a53-4b0e-9d27-3f1c2a7b6e90","time":"${new Date(act.at).toISOString()}",` +
      `"event":"","trigger":"incoming","api":{"name":"${write ? 'PutObject' : 'GetObject'}","bucket":"${act.bucket}",` +
      `"object":"${act.key}","status":"OK","statusCode":${act.partial ? 206 : 200},"rx":${received},"tx":${sent},` +
      `"txHeaders":402,"timeToFirstByte":"685826ns","timeToResponse":"6921890ns"},"remotehost":"${addressAt(act.person, act.at)}",` +
      `"requestID":"${id(random, 16)}","userAgent":"Boto3/1.40","requestPath":"/${act.bucket}/${act.key}",` +
      `"requestHost":"lake.latticeharbour.example.com:9000","requestHeader":${range},"responseHeader":{"Server":"MinIO"},` +
      `"accessKey":"${accountOn('minio', act.person)}"}`
    return { source: 'lake', at: act.at, text }
  },
  cloudtrail(act, random) {
    const write = act.kind === 'write'
    const [received, sent] = write ? [act.bytes, 0] : [0, act.bytes]
    const session = accountOn('aws', act.person)
    const arn = `arn:aws:s3:::${act.bucket}/${act.key}`
    const text =
      `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLEROLEID0077:${session}",` +
      `"arn":"arn:aws:sts::111122223333:assumed-role/lake-reader/${session}","accountId":"111122223333",` +
      `"accessKeyId":"ASIAEXAMPLEKEYID0077"},"eventTime":"${new Date(act.at).toISOString().slice(0, 19)}Z",` +
      `"eventSource":"s3.amazonaws.com","eventName":"${write ? 'PutObject' : 'GetObject'}","awsRegion":"eu-central-1",` +
      `"sourceIPAddress":"${addressAt(act.person, act.at)}","userAgent":"[Boto3/1.40]",` +
      `"requestParameters":{"bucketName":"${act.bucket}","key":"${act.key}"},"responseElements":null,` +
      `"additionalEventData":{"SignatureVersion":"SigV4","bytesTransferredIn":${received},"bytesTransferredOut":${sent}},` +
      `"requestID":"${id(random, 16)}","eventID":"00000000-0000-4000-8000-${id(random, 12)}","readOnly":${!write},` +
      `"resources":[{"type":"AWS::S3::Object","ARN":"${arn}"}],"eventType":"AwsApiCall","managementEvent":false,` +
      `"recipientAccountId":"111122223333","eventCategory":"Data"}`
    return { source: 'lake', at: act.at, text }
  },
  's3-access'(act, random) {
    const write = act.kind === 'write'
    const user = accountOn('aws', act.person)
    const verb = write ? 'PUT' : 'GET'
    const sizes = write ? `- ${act.bytes}` : `${act.bytes} ${act.bytes}`
    const text =
      `79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be ${act.bucket} [${clfTime(act.at)}] ` +
      `${addressAt(act.person, act.at)} arn:aws:sts::111122223333:assumed-role/lake-reader/${user} ${id(random, 16)} ` +
      `REST.${verb}.OBJECT ${act.key} "${verb} /${act.key} HTTP/1.1" ${act.partial ? 206 : 200} - ${sizes} 7 6 "-" ` +
      `"Boto3/1.40" - EXAMPLEhostid${id(random, 12)}= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader ` +
      `${act.bucket}.s3.eu-central-1.amazonaws.com TLSv1.3 - -`
    return { source: 'lake', at: act.at, text }
  },
}
