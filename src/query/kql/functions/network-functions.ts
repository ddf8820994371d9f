import { type SignatureTable, takes } from './signature.ts'

/** Functions over IPv4 and IPv6 addresses as text. */
export const NETWORK_FUNCTIONS: SignatureTable = {
  parse_ipv4: takes(['text'], 'long'),
  parse_ipv4_mask: takes(['text', 'integer'], 'long'),
  parse_ipv6: takes(['text'], 'string'),
  parse_ipv6_mask: takes(['text', 'integer'], 'string'),
  format_ipv4: takes(['value'], 'string', { optional: ['integer'] }),
  format_ipv4_mask: takes(['value'], 'string', { optional: ['integer'] }),
  ipv4_compare: takes(['text', 'text'], 'long', { optional: ['integer'] }),
  ipv4_is_match: takes(['text', 'text'], 'bool', { optional: ['integer'] }),
  ipv4_is_private: takes(['text'], 'bool'),
  ipv4_is_in_range: takes(['text', 'text'], 'bool'),
  ipv4_is_in_any_range: takes(['text'], 'bool', { rest: ['json'] }),
  ipv4_netmask_suffix: takes(['text'], 'long'),
  ipv4_range_to_cidr_list: takes(['text', 'text'], 'dynamic'),
  ipv6_compare: takes(['text', 'text'], 'long', { optional: ['integer'] }),
  ipv6_is_match: takes(['text', 'text'], 'bool', { optional: ['integer'] }),
  ipv6_is_in_range: takes(['text', 'text'], 'bool'),
  ipv6_is_in_any_range: takes(['text'], 'bool', { rest: ['json'] }),
  has_ipv4: takes(['text', 'text'], 'bool'),
  has_ipv4_prefix: takes(['text', 'text'], 'bool'),
  has_any_ipv4: takes(['text'], 'bool', { rest: ['json'] }),
  has_any_ipv4_prefix: takes(['text'], 'bool', { rest: ['json'] }),
}
