/** Fewer accounts are a team, and no cluster. */
export const LEAST_MEMBERS = 12

/** Accounts are judged by what they did on the day and on the days just before it. */
export const WINDOW_DAYS = 3

/** Groups of so many earlier days say what is ordinary. */
export const REFERENCE_DAYS = 28

/** The newest of them lies a week back, nearer only while there would be fewer than {@link LEAST_REFERENCE_DAYS}. */
export const REFERENCE_LAG_DAYS = 7
export const LEAST_REFERENCE_DAYS = 3

/** Nearer than this a day never says what is ordinary: what begins today is not to be its own measure tomorrow. */
export const LEAST_LAG_DAYS = 2

/** How many clusters of ordinary accounts a day may be opened by chance: one in four weeks. */
export const FALSE_CLUSTERS_PER_DAY = 1 / 28

/** An account belongs to a cluster when it is so much likelier than not. */
export const LEAST_CERTAINTY = 0.95

/** At least so many kinds of evidence must each say so much, in nats: no single one opens a cluster. */
export const LEAST_KINDS = 3
export const LEAST_NATS_OF_A_KIND = 2.3

/** No kind of evidence says more, in nats: a rank among some hundreds of groups cannot. */
export const MOST_NATS_OF_A_KIND = 7

/** Evidence that opens a cluster is never less, in nats, however quiet the reference was. */
export const LEAST_NATS = 14

/** What matching distributions and disjoint prompts must each say at least, in nats, wherever the log tells them. */
export const LEAST_NATS_OF_ESSENTIAL = 1.5

/**
 * Shards of one job differ as much as chance makes them differ: an index of 1. A group whose accounts differ by half as much
 * again has accounts of its own mind.
 */
export const MOST_LIKENESS_INDEX = 1.5

/** Sets of prompts that overlap so far are one set asked over and over: a suite, a class, a product's stock questions. */
export const MOST_OVERLAP = 0.3
