import { parentPort } from 'node:worker_threads'
import type { Schema } from '../schemas/schema.ts'
import { kqlHelp } from './editor.ts'
import { languageService } from './language-service.ts'
import { translateText } from './translate-text.ts'
import { plainError, type SchemaInWorker, type WorkerReply, type WorkerRequest } from './worker-protocol.ts'

/** The thread that the language service lives in: its grammar takes seconds to load, and a hostile text might never end. */

const port = parentPort
if (port === null) throw new Error('This file is the entry of a worker thread')

const schemas = new Map<number, Schema>()
const discovering = new Map<number, (rows: readonly (readonly unknown[])[] | undefined) => void>()

port.on('message', (request: WorkerRequest) => {
  void answer(request)
})
// The first parse builds the grammar: better before somebody waits for it.
languageService().KustoCode.Parse('print 1')
reply({ kind: 'ready' })

async function answer(request: WorkerRequest): Promise<void> {
  const { id } = request
  try {
    switch (request.kind) {
      case 'translate': {
        const translation = await translateText(request.text, {
          ...request.options,
          schema: schemaOf(request.schema),
          ...(request.canDiscover && {
            discover: (plan, inferred = []) => discover(id, { kind: 'discover', id, plan, inferred }),
          }),
        })
        reply({ kind: 'translated', id, translation })
        break
      }
      case 'help':
        reply({ kind: 'helped', id, help: kqlHelp(request.text, request.offset, schemaOf(request.schema)) })
        break
      case 'discovered':
        discovering.get(id)?.(request.rows)
        break
      case 'undiscovered':
        discovering.get(id)?.(undefined)
    }
  } catch (error) {
    reply({ kind: 'failed', id, error: plainError(error) })
  }
}

/** Asks the other side to run a plan, and waits for its rows. */
function discover(id: number, question: WorkerReply): Promise<readonly (readonly unknown[])[]> {
  return new Promise((resolve, reject) => {
    discovering.set(id, (rows) => {
      discovering.delete(id)
      if (rows === undefined) reject(new Error('The rows could not be read'))
      else resolve(rows)
    })
    reply(question)
  })
}

function schemaOf({ number, schema }: SchemaInWorker): Schema {
  if (schema !== undefined) schemas.set(number, schema)
  const known = schemas.get(number)
  if (known === undefined) throw new Error('The schema did not come along')
  return known
}

function reply(message: WorkerReply): void {
  port?.postMessage(message)
}
