import type { Random } from '../random.ts'
import type { Person } from './people.ts'
import { SERVICE_ROLE } from './roles.ts'

/** Accounts of machines: a nightly evaluation, a smoke test, the intake of data, the deployment, the backup; for a staff of that many. */
export function servicePeople(random: Random, staff: number): Person[] {
  return ['svc-nightly-eval', 'svc-smoke', 'svc-lake-intake', 'svc-deploy', 'svc-backup'].map(
    (login, index) => ({
      id: login,
      login,
      kind: 'service',
      zone: 'UTC',
      posts: [{ from: -10_000, role: SERVICE_ROLE, team: 'platform', project: 'granite' }],
      hired: -800,
      lastDay: 100_000,
      notice: undefined,
      copiesPersonalFiles: false,
      vacation: undefined,
      leases: [{ address: `10.24.2.${20 + index}`, fromDay: -10 }],
      level: {
        calls: random.logNormal(1, 0.2) * Math.min(1, staff / 180),
        pulls: 1,
        lake: random.logNormal(1, 0.3),
      },
      start: 0,
      hours: 24,
      weekend: 1,
      swing: 0.1,
      curiosity: 0,
      clouds: [],
      own: undefined,
      nightlyBackup: 0,
      job: undefined,
      models: [],
      datasets: [],
    }),
  )
}
