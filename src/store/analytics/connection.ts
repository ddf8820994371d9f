import type { createClient } from '@clickhouse/client'

type ClientConfiguration = NonNullable<Parameters<typeof createClient>[0]>

/** What `@clickhouse/client` asks of whatever carries its queries: a server by HTTP, or the embedded engine. */
export type Connection = NonNullable<ClientConfiguration['connection']>
