/** The dictionaries that views look people and places up in, each after those it is made from. */
export const DICTIONARIES = ['account_holder', 'lease_holder', 'registered_name', 'registered_network'] as const
