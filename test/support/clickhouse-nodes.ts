import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** How many nodes, and how they divide the data. */
export interface Shape {
  readonly shards: number
  readonly replicas: number
}

/** A ClickHouse server, or a cluster of them, on this machine. */
export interface ClickHouseNodes {
  /** What goes into WEIGHBRIDGE_ANALYTICS, for a database of its own. */
  address(database: string): string
  readonly nodes: readonly ClickHouseNode[]
  stop(): void
}

/** One node: a process of its own, over a folder of its own. */
export interface ClickHouseNode {
  readonly shard: number
  readonly url: string
  readonly tcpPort: number
  /** The answer of this node alone, to its administrator, as text. */
  ask(sql: string): Promise<string>
  /** SIGKILL: the node gets no chance to tidy up. */
  kill(): Promise<void>
  /** Starts it again on the same folder and ports, and waits until it answers. */
  start(): Promise<void>
}

/** Name of the cluster in `remote_servers`. */
export const CLUSTER = 'scale'
const USER = 'weigher'
const PASSWORD = 'weigh%me'
const LAUNCHER = fileURLToPath(new URL('../peers/clickhouse-node.py', import.meta.url))

/** Why nodes cannot be started here; null where they can. */
export const NODES_IMPOSSIBLE: string | null = (() => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'needs Linux on x64'
  if (libraryPath() === null) return 'needs the chdb library for glibc'
  return spawnSync('python3', ['-c', 'import ctypes']).status === 0 ? null : 'needs python3'
})()

/**
 * Starts a server, or a cluster of shards with replicas that do not copy from each other (`internal_replication` is
 * false), and waits until all nodes answer.
 */
export async function startClickHouse(shape: Shape): Promise<ClickHouseNodes> {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-nodes-'))
  const count = shape.shards * shape.replicas
  const ports = await freePorts(3 * count)
  const plans = Array.from({ length: count }, (_, at) => ({
    shard: Math.floor(at / shape.replicas) + 1,
    folder: join(folder, `${at}`),
    httpPort: ports[3 * at] as number,
    tcpPort: ports[3 * at + 1] as number,
    innerPort: ports[3 * at + 2] as number,
  }))
  const config = join(folder, 'config.xml')
  const users = join(folder, 'users.xml')
  writeFileSync(users, USERS, { mode: 0o600 })
  writeFileSync(config, configuration(plans, users), { mode: 0o600 })
  const nodes = plans.map((plan) => new LocalNode(plan, config))
  const stop = () => {
    for (const node of nodes) node.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await Promise.all(nodes.map((node) => node.start()))
  } catch (error) {
    stop()
    throw error
  }
  const [first, ...others] = plans.map(({ httpPort }) => `127.0.0.1:${httpPort}`)
  const cluster = count === 1 ? '' : `&cluster=${CLUSTER}&also=${others.join(',')}`
  return {
    address: (database) =>
      `http://${USER}:${encodeURIComponent(PASSWORD)}@${first}/?database=${database}${cluster}`,
    nodes,
    stop,
  }
}

interface Plan {
  readonly shard: number
  readonly folder: string
  readonly httpPort: number
  readonly tcpPort: number
  /** Of the engine behind it. */
  readonly innerPort: number
}

class LocalNode implements ClickHouseNode {
  readonly shard: number
  readonly url: string
  readonly tcpPort: number
  readonly #plan: Plan
  readonly #config: string
  #process: ChildProcess | null = null
  #said = ''

  constructor(plan: Plan, config: string) {
    this.shard = plan.shard
    this.url = `http://127.0.0.1:${plan.httpPort}`
    this.tcpPort = plan.tcpPort
    this.#plan = plan
    this.#config = config
  }

  async start(): Promise<void> {
    const { folder, httpPort, tcpPort, innerPort } = this.#plan
    mkdirSync(folder, { recursive: true })
    const child = spawn(
      'python3',
      [LAUNCHER, libraryPath() ?? '', folder, this.#config, `${httpPort}`, `${tcpPort}`, `${innerPort}`],
      { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder },
    )
    this.#process = child
    this.#said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        this.#said = (this.#said + bytes.toString()).slice(-4000)
      })
    }
    const until = Date.now() + 60_000
    while (!(await answers(this.url)) || !(await listens(innerPort))) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > until) {
        throw new Error(`The node ${this.url} did not start: ${this.#said}`)
      }
      await delay(25)
    }
  }

  async ask(sql: string): Promise<string> {
    const answer = await fetch(this.url, { method: 'POST', body: sql })
    const text = await answer.text()
    if (!answer.ok) throw new Error(text)
    return text
  }

  async kill(): Promise<void> {
    const child = this.#process
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  stop(): void {
    this.#process?.kill('SIGKILL')
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ping`)).ok
  } catch {
    return false
  }
}

function libraryPath(): string | null {
  try {
    const folder = dirname(
      createRequire(createRequire(import.meta.url).resolve('chdb')).resolve('@chdb/lib-linux-x64-gnu'),
    )
    const path = join(folder, 'libchdb.so')
    return existsSync(path) && readFileSync('/proc/self/maps', 'utf8').includes('/libc.so.6') ? path : null
  } catch {
    return null
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Below the ports that the system gives to connections, any of which may take a free one of those at any moment. */
const LOWEST_PORT = 15_000
const HIGHEST_PORT = 32_000

/** Ports nobody listens on now. */
async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT)
    if (!ports.includes(port) && (await isFree(port))) ports.push(port)
  }
  return ports
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    await once(server.close(), 'close')
    return true
  } catch {
    return false
  }
}

function configuration(plans: readonly Plan[], users: string): string {
  const shards = [...new Set(plans.map(({ shard }) => shard))].map((shard) => {
    const replicas = plans
      .filter((plan) => plan.shard === shard)
      .map(
        ({ tcpPort }) =>
          `<replica><host>127.0.0.1</host><port>${tcpPort}</port><user>${USER}</user><password>${PASSWORD}</password></replica>`,
      )
    return `<shard><internal_replication>false</internal_replication>${replicas.join('')}</shard>`
  })
  return `<clickhouse>
  <logger><level>none</level></logger>
  <max_server_memory_usage>3000000000</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <remote_servers><${CLUSTER}>${shards.join('')}</${CLUSTER}></remote_servers>
  <users_config>${users}</users_config>
</clickhouse>
`
}

/** What docs/engines.md says the user needs, and no more. */
const GRANTS = [
  'SELECT, INSERT, ALTER, CREATE, DROP, TRUNCATE, dictGet ON scales*.*',
  'SYSTEM RELOAD DICTIONARY ON *.*',
  'SELECT ON system.*',
  'TABLE ENGINE ON *',
  'READ ON REMOTE',
  'CREATE TEMPORARY TABLE ON *.*',
]

const USERS = `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users><${USER}>
    <password>${PASSWORD}</password>
    <networks><ip>127.0.0.1</ip></networks>
    <profile>default</profile><quota>default</quota>
    <grants>${GRANTS.map((grant) => `<query>GRANT ${grant}</query>`).join('')}</grants>
  </${USER}><default>
    <password></password>
    <networks><ip>127.0.0.1</ip></networks>
    <profile>default</profile><quota>default</quota>
  </default></users>
</clickhouse>
`
