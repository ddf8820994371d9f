import { type SignatureTable, takes } from './signature.ts'

/** Functions that take text apart into a bag or an array. */
export const PARSE_FUNCTIONS: SignatureTable = {
  parse_url: takes(['text'], 'dynamic'),
  parseurl: 'parse_url',
  parse_urlquery: takes(['text'], 'dynamic'),
  parseurlquery: 'parse_urlquery',
  parse_path: takes(['text'], 'dynamic'),
  parse_csv: takes(['text'], 'dynamic'),
  parse_xml: takes(['text'], 'dynamic'),
  parse_command_line: takes(['text', 'text'], 'dynamic'),
}
