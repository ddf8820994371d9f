/** The dictionaries that views look people and places up in, each after those it is made from. */
export const DICTIONARIES = [
  'account_holder',
  'lease_holder',
  'registered_name',
  'registered_network',
] as const

/** Which of them there are by now: where only a part of the migrations was carried out, not all. */
export const KNOWN_DICTIONARIES =
  'SELECT name FROM system.dictionaries WHERE database = {database:String} AND name IN {names:Array(String)}'
