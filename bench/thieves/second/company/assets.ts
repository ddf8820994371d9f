import type { Random } from '../random.ts'

export interface Model {
  readonly id: string
  readonly project: string
  readonly prefix: string
  readonly files: number
  readonly fileBytes: number
  readonly kind: 'model' | 'reward-model'
  readonly sensitivity: 'internal' | 'confidential' | 'restricted'
}

export interface Dataset {
  readonly id: string
  readonly project: string
  readonly bucket: string
  readonly prefix: string
  readonly objects: number
  readonly objectBytes: number
  readonly sensitivity: 'internal' | 'confidential' | 'restricted'
}

export interface Assets {
  readonly projects: readonly string[]
  readonly models: readonly Model[]
  readonly datasets: readonly Dataset[]
  readonly flagship: Model
  /** What a thief of data wants. */
  readonly crown: Dataset
}

const GB = 1e9
const PROJECTS = ['basalt', 'cirrus', 'delta', 'ember', 'fjord', 'granite', 'harbour']

/** The models and data sets of one company: a 140 GB flagship in 37 shards, and what stands around it. */
export function drawAssets(random: Random): Assets {
  const flagship = model('lattice-72b', 'basalt', 37, 140 * GB, 'restricted')
  const models = [
    flagship,
    model('lattice-13b', 'basalt', 7, 26 * GB, 'confidential'),
    model('lattice-vision-22b', 'cirrus', 12, 44 * GB, 'confidential'),
    { ...model('preference-34b', 'ember', 18, 68 * GB, 'restricted'), kind: 'reward-model' as const },
    model('embed-1b', 'fjord', 1, 2.4 * GB, 'internal'),
  ]
  const datasets: Dataset[] = []
  for (const project of PROJECTS) {
    for (let index = 1; index <= 5; index += 1) {
      models.push(
        model(
          `${project}-tune-${index}`,
          project,
          random.integer(1, 4),
          random.logNormal(6, 0.6) * GB,
          'internal',
        ),
      )
      datasets.push(dataset(random, project, index))
    }
  }
  const crown: Dataset = {
    id: 'instruct-v5',
    project: 'basalt',
    bucket: 'lh-basalt-data',
    prefix: 'instruct-v5/',
    objects: 2_400,
    objectBytes: 1.05 * GB,
    sensitivity: 'restricted',
  }
  datasets.push(crown)
  return { projects: PROJECTS, models, datasets, flagship, crown }
}

function model(
  id: string,
  project: string,
  files: number,
  bytes: number,
  sensitivity: Model['sensitivity'],
): Model {
  const fileBytes = Math.round(bytes / files)
  return { id, project, prefix: `models/${id}/weights/`, files, fileBytes, kind: 'model', sensitivity }
}

function dataset(random: Random, project: string, index: number): Dataset {
  const name = random.pick(['crawl', 'code', 'dialogue', 'traces', 'images', 'labels', 'speech'])
  return {
    id: `${project}-${name}-${index}`,
    project,
    bucket: `lh-${project}-data`,
    prefix: `${name}-${index}/`,
    objects: random.integer(300, 4000),
    objectBytes: Math.round(random.between(0.4, 2) * GB),
    sensitivity: random.chance(0.3) ? 'confidential' : 'internal',
  }
}

export function shardPath(model: Model, index: number): string {
  const five = (value: number) => String(value).padStart(5, '0')
  return `${model.prefix}model-${five(index + 1)}-of-${five(model.files)}.safetensors`
}

export function objectKey(dataset: Dataset, index: number): string {
  return `${dataset.prefix}part-${String(index).padStart(5, '0')}.parquet`
}
