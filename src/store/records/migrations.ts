import type { Kysely } from 'kysely'
import type { RecordsDialect } from './dialect.ts'
import type { Records } from './schema.ts'

interface Migration {
  readonly name: string
  up(records: Kysely<Records>, dialect: RecordsDialect): Promise<void>
}

/** In order. A released migration is never edited: the next change is the next entry. */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-intake',
    async up(records, { rowNumber, numbered, text }) {
      await records.schema
        .createTable('intake_input')
        .addColumn('id', rowNumber, numbered)
        .addColumn('identity', text, (column) => column.notNull())
        .addColumn('source', text, (column) => column.notNull())
        .addColumn('path', text, (column) => column.notNull())
        .addColumn('confirmed', 'bigint', (column) => column.notNull())
        .addColumn('prefix_hash', text, (column) => column.notNull())
        .addColumn('lines', 'bigint', (column) => column.notNull())
        .addColumn('open_tail', 'bigint', (column) => column.notNull())
        .addColumn('updated_at', text, (column) => column.notNull())
        .execute()
      await records.schema
        .createIndex('intake_input_identity')
        .on('intake_input')
        .columns(['identity', 'source'])
        .execute()
      await records.schema
        .createTable('intake_batch')
        .addColumn('id', rowNumber, numbered)
        .addColumn('input', rowNumber, (column) => column.notNull().references('intake_input.id'))
        .addColumn('start', 'bigint', (column) => column.notNull())
        .addColumn('end', 'bigint', (column) => column.notNull())
        .addColumn('started_at', text, (column) => column.notNull())
        .addColumn('finished_at', text)
        .execute()
      await records.schema
        .createTable('watermark')
        .addColumn('name', text, (column) => column.primaryKey())
        .addColumn('batch', 'bigint', (column) => column.notNull())
        .execute()
    },
  },
  {
    name: '0002-cases',
    async up(records, { text }) {
      await records.schema
        .createTable('case_record')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('person', text, (column) => column.notNull())
        .addColumn('state', text, (column) => column.notNull())
        .addColumn('owner', text)
        .addColumn('opened_at', text, (column) => column.notNull())
        .addColumn('updated_at', text, (column) => column.notNull())
        .execute()
    },
  },
  {
    name: '0003-taken',
    async up(records, { text }) {
      for (const column of ['earliest', 'latest'])
        await records.schema.alterTable('intake_batch').addColumn(column, text).execute()
      for (const column of ['lines', 'accepted', 'rejected', 'passed_over', 'duplicates', 'future', 'late'])
        await records.schema
          .alterTable('intake_batch')
          .addColumn(column, 'bigint', (definition) => definition.notNull().defaultTo(0))
          .execute()
    },
  },
  {
    name: '0004-deliveries',
    async up(records, { rowNumber, numbered, text }) {
      await records.schema
        .createTable('intake_delivery')
        .addColumn('identity', text, (column) => column.notNull())
        .addColumn('source', text, (column) => column.notNull())
        .addColumn('sender', text, (column) => column.notNull())
        .addColumn('batch', rowNumber, (column) => column.notNull())
        .addColumn('received_at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('intake_delivery_key', ['identity', 'source'])
        .execute()
      for (const column of ['batch', 'received_at'] as const)
        await records.schema
          .createIndex(`intake_delivery_${column}`)
          .on('intake_delivery')
          .column(column)
          .execute()
      await records.schema
        .createTable('intake_token')
        .addColumn('id', rowNumber, numbered)
        .addColumn('name', text, (column) => column.notNull())
        .addColumn('digest', text, (column) => column.notNull().unique())
        .addColumn('sources', text, (column) => column.notNull())
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('expires_at', text)
        .addColumn('revoked_at', text)
        .execute()
    },
  },
  {
    name: '0005-bucket',
    async up(records, { text }) {
      await records.schema
        .createTable('bucket_object')
        .addColumn('name', text, (column) => column.primaryKey())
        .addColumn('etag', text, (column) => column.notNull())
        .addColumn('source', text)
        .addColumn('lines', 'bigint', (column) => column.notNull())
        .addColumn('taken_at', text, (column) => column.notNull())
        .execute()
    },
  },
  {
    name: '0006-installation',
    async up(records, { text }) {
      await records.schema
        .createTable('installation')
        .addColumn('name', text, (column) => column.primaryKey())
        .addColumn('id', text, (column) => column.notNull())
        .execute()
    },
  },
  {
    name: '0007-decisions',
    async up(records, { rowNumber, numbered, text }) {
      await records.schema
        .createTable('decision')
        .addColumn('id', rowNumber, numbered)
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('subject', text, (column) => column.notNull())
        .addColumn('detail', text, (column) => column.notNull())
        .addColumn('reason', text, (column) => column.notNull())
        .addColumn('decided_by', text, (column) => column.notNull())
        .addColumn('decided_at', text, (column) => column.notNull())
        .addColumn('undoes', rowNumber, (column) => column.unique().references('decision.id'))
        .execute()
      await records.schema.createIndex('decision_kind').on('decision').columns(['kind', 'subject']).execute()
    },
  },
]
