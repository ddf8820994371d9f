import type { Act } from '../act.ts'
import { type Model, objectKey, shardPath } from '../company/assets.ts'
import type { DayOf } from './day.ts'

const MOST_OBJECTS = 450

/** Models fetched from the registry, whole or in part, sometimes onto several machines; and results put there. */
export function ordinaryPulls(its: DayOf): Act[] {
  const { random, person, mood, role, assets, project, moment, stress } = its
  const acts: Act[] = []
  const pulls = Math.min(12, random.poisson(role.pulls * person.level.pulls * mood.effort * mood.pulls))
  for (let pull = 0; pull < pulls; pull += 1) {
    const own = assets.models.filter((model) => model.project === project && model !== assets.flagship)
    const model = random.chance(role.flagship)
      ? assets.flagship
      : random.pick(random.chance(0.7) && own.length > 0 ? own : person.models)
    const machines = random.chance(0.1) ? Math.floor(random.pareto(1.6 / stress.tail, 6)) : 1
    acts.push(...pullModel(its, model, machines, moment()))
    if (role.name === 'release engineer' && random.chance(0.12)) acts.push(...ship(its, model))
  }
  if (random.chance(0.12 * role.pulls * mood.pulls)) {
    const path = `models/${project}-tune-${random.integer(1, 5)}/checkpoints/step-${random.integer(1, 90)}00.safetensors`
    acts.push({ kind: 'push', person, at: moment(), path, bytes: random.integer(1, 900), partial: false })
  }
  return acts
}

function pullModel({ random, person }: DayOf, model: Model, machines: number, at: number): Act[] {
  const acts: Act[] = []
  const whole = random.chance(0.6)
  const first = whole ? 0 : random.integer(0, model.files - 1)
  const until = whole ? model.files : Math.min(model.files, first + Math.ceil(random.pareto(1.1, 20)))
  const configOnly = random.chance(0.3)
  for (let machine = 0; machine < machines; machine += 1) {
    for (let index = first; index < until && !configOnly; index += 1) {
      acts.push({
        kind: 'pull',
        person,
        at: at + machine * 60_000 + index * 31_000,
        path: shardPath(model, index),
        bytes: model.fileBytes,
        partial: false,
      })
    }
  }
  const config = `models/${model.id}/config.json`
  acts.push({ kind: 'pull', person, at, path: config, bytes: random.integer(700, 9000), partial: false })
  return acts
}

/** A model that goes to a partner, as agreed: fetched whole, then sent within hours. */
function ship({ random, person, destinations, moment }: DayOf, model: Model): Act[] {
  const to = random.chance(0.12) ? destinations.another('partner') : random.pick(destinations.partners)
  const bytesOut = Math.round(model.files * model.fileBytes * random.between(0.97, 1.01))
  const bytesIn = Math.round(bytesOut / 700)
  const at = moment() + random.integer(1, 9) * 1_800_000
  return [
    { kind: 'send', person, at, seconds: random.integer(900, 3500), destination: to, bytesOut, bytesIn },
  ]
}

/** Objects of the lake: mostly of the data sets one always reads, now and then of another. */
export function ordinaryReads({ random, person, mood, role, assets, project, moment }: DayOf): Act[] {
  const active = Math.min(0.97, role.lakeChance * mood.lake ** 0.5 * mood.effort ** 0.5)
  if (!random.chance(active)) return []
  const own = assets.datasets.filter((dataset) => dataset.project === project)
  const acts: Act[] = []
  const parts = mood.task ? 3 : random.integer(1, 2)
  for (let part = 0; part < parts; part += 1) {
    const known = random.chance(mood.task ? 0.4 : 0.95)
    const dataset = random.pick(known ? person.datasets : own.length > 0 ? own : assets.datasets)
    const bytes =
      (random.logNormal(role.lakeBytes, 1.05) * person.level.lake * mood.lake * mood.effort) / parts
    const objects = Math.min(MOST_OBJECTS, Math.max(1, Math.round(bytes / dataset.objectBytes)))
    const first = random.integer(0, dataset.objects - 1)
    const at = moment()
    for (let index = 0; index < objects; index += 1) {
      acts.push({
        kind: 'read',
        person,
        at: at + index * 7_000,
        bucket: dataset.bucket,
        key: objectKey(dataset, (first + index) % dataset.objects),
        bytes:
          index === 0 && objects === 1
            ? Math.min(Math.round(bytes), dataset.objectBytes)
            : dataset.objectBytes,
        partial: false,
      })
    }
  }
  if (random.chance(0.1 * role.lakeChance)) {
    const dataset = random.pick(person.datasets)
    const key = `${dataset.prefix}derived/${person.login}-${random.integer(1, 99999)}.parquet`
    const bytes = Math.round(random.logNormal(0.4e9, 1.3))
    acts.push({ kind: 'write', person, at: moment(), bucket: dataset.bucket, key, bytes, partial: false })
  }
  return acts
}
