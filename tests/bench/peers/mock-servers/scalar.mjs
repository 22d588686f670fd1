// Serves a document with Scalar's mock server: node scalar.mjs DOCUMENT PORT
import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { createMockServer } from '@scalar/mock-server'

const app = await createMockServer({ specification: readFileSync(process.argv[2], 'utf8') })
serve({ fetch: app.fetch, port: Number(process.argv[3]), hostname: '127.0.0.1' })
