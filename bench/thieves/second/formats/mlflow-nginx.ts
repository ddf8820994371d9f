import type { Pull } from '../act.ts'
import { addressAt } from '../company/people.ts'
import { accountOn, type Line } from './line.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** nginx's format combined, from the nginx in front of an MLflow tracking server; its auth_basic names the user. */
export function mlflowLine(act: Pull): Line {
  const user = accountOn('mlflow', act.person)
  const model = act.path.split('/')[1] ?? ''
  const run = runOf(model)
  const method = act.kind === 'push' ? 'PUT' : 'GET'
  const status = act.partial ? 206 : 200
  const request = `${method} /api/2.0/mlflow-artifacts/artifacts/12/${run}/artifacts/${act.path} HTTP/1.1`
  const bytes = act.kind === 'push' ? 2 : act.bytes
  const text = `${addressAt(act.person, act.at)} - ${user} [${clfTime(act.at)}] "${request}" ${status} ${bytes} "-" "mlflow-python-client/3.4.0"`
  return { source: 'registry', at: act.at, text }
}

/** The time as the common log format writes it, e.g. 05/Apr/2026:23:44:12 +0000. */
export function clfTime(at: number): string {
  const date = new Date(at)
  const day = String(date.getUTCDate()).padStart(2, '0')
  return `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`
}

/** A model's run: 32 hexadecimal digits that are always the same. */
function runOf(model: string): string {
  let hash = 7
  let run = ''
  for (const letter of `${model}${model}abcdefghijklmnopqrstuvwxyz123456`.slice(0, 32)) {
    hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0
    run += (hash % 16).toString(16)
  }
  return run.padEnd(32, '0')
}
