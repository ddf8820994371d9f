import { expect, it } from 'vitest'
import { leadSentence } from './lead-sentence.ts'

it.each([
  ['Read 2.1 TB from s3.example.com', 'Read 2.1 TB from s3.example.com', ''],
  ['Read 2.1 TB. The most: 1 TB. And more.', 'Read 2.1 TB.', 'The most: 1 TB. And more.'],
  ['', '', ''],
])('%j leads with %j', (text, lead, rest) => expect(leadSentence(text)).toEqual({ lead, rest }))
