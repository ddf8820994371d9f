import { column, type PluginCall, periodsOf, value, type WrittenPlugin } from './written-plugin.ts'

/**
 * Plug-ins that count who is active over a timeline, after their pages in Kusto's documentation. Distinct values are counted exactly.
 */

const [ID, AT, START, END, WINDOW] = [
  column('id'),
  column('at'),
  value('start'),
  value('end'),
  value('window'),
]

/** `evaluate sliding_window_counts(id, time, start, end, lookback, bin, dimensions…)`. */
const slidingWindowCounts: WrittenPlugin = {
  parameters: [[ID, AT, START, END, value('lookback'), value('step')]],
  text: ({ dimensions }) => `
    input
    | extend at = bin_at(at, step, start)
    | mv-expand n = range(0, tolong(lookback / step) - 1, 1) to typeof(long)
    | extend at = at + n * step
    | where at between (start .. end)
    | summarize Count = count(), Dcount = dcount(id) by at${dimensions}
    | project at${dimensions}, Count, Dcount
    | order by at asc`,
}

/** `evaluate activity_counts_metrics(id, time, start, end, window, dimensions…)`: each period beside all before. */
const activityCountsMetrics: WrittenPlugin = {
  parameters: [[ID, AT, START, END, WINDOW]],
  text: (call) => `
    let periods = input
      | where at between (start .. end)
      | extend at = ${periodsOf('window', call).start('at')};
    let firsts = periods | summarize at = min(at) by id${call.dimensions} | summarize fresh = count() by at${call.dimensions};
    let counts = periods | summarize ['count'] = count(), dcount = dcount(id) by at${call.dimensions}
      | lookup firsts on at${call.dimensions}
      | extend new_dcount = coalesce(fresh, 0);
    let sums = counts | project since = at, fresh = new_dcount${call.dimensions};
    counts
    | extend everyone = 1 | join kind=inner (sums | extend everyone = 1) on everyone${call.dimensions} | where since <= at
    | summarize aggregated_dcount = sum(fresh1) by at${call.dimensions}, ['count'], dcount, new_dcount
    | project at${call.dimensions}, ['count'], dcount, new_dcount, aggregated_dcount
    | order by at asc`,
}

/** `evaluate activity_engagement(id, time, start, end, inner window, outer window, dimensions…)`. */
const activityEngagement: WrittenPlugin = {
  parameters: [
    [ID, AT, START, END, value('inner'), value('outer')],
    [ID, AT, value('inner'), value('outer')],
  ],
  text: (call) => `
    let periods = input | extend at = ${periodsOf('inner', call).start('at')} | distinct at, id${call.dimensions};
    let newest = toscalar(periods | summarize max(at));
    periods
    | extend inside = true
    | mv-expand n = range(0, tolong(outer / inner) - 1, 1) to typeof(long)
    | extend at = at + n * inner, inside = n == 0
    | where ${call.given.has('start') ? 'at between (start .. end)' : 'at <= newest'}
    | summarize dcount_activities_inner = dcountif(id, inside), dcount_activities_outer = dcount(id) by at${call.dimensions}
    | extend activity_ratio = todouble(dcount_activities_inner) / dcount_activities_outer
    | project at${call.dimensions}, dcount_activities_inner, dcount_activities_outer, activity_ratio
    | order by at asc`,
}

/** `evaluate activity_metrics(id, time, start, end, window, dimensions…)`: each period beside the one before. */
const activityMetrics: WrittenPlugin = {
  parameters: [
    [ID, AT, START, END, WINDOW],
    [ID, AT, WINDOW],
  ],
  text: (call) => {
    const { dimensions, given } = call
    const periods = periodsOf('window', call)
    return `
    let seen = input
      ${given.has('start') ? '| where at between (start .. end)' : ''}
      | extend at = ${periods.start('at')}
      | distinct at, id${dimensions};
    let before = seen | extend at = ${periods.next('at')};
    let sizes = before | summarize previous = count() by at${dimensions};
    let returned = seen | join kind=leftsemi before on at, id${dimensions} | summarize returned = count() by at${dimensions};
    seen
    | summarize dcount_values = count() by at${dimensions}
    | lookup sizes on at${dimensions}
    | lookup returned on at${dimensions}
    | extend previous = coalesce(previous, 0), returned = coalesce(returned, 0)
    | extend retention_rate = todouble(returned) / todouble(previous)
    | project at${dimensions}, dcount_values, dcount_newvalues = dcount_values - returned, retention_rate, churn_rate = 1.0 - retention_rate
    | order by at asc`
  },
}

/**
 * `evaluate new_activity_metrics(id, time, start, end, window, cohort, dimensions…, lookback)`: of those first seen in a period, who is
 * there in each later one.
 */
const newActivityMetrics: WrittenPlugin = {
  parameters: [
    [ID, AT, START, END, WINDOW, value('cohort')],
    [ID, AT, START, END, WINDOW],
  ],
  text: (call) => {
    const { dimensions, given } = call
    const periods = periodsOf('window', call)
    const start = periods.start('start')
    const on = (list: string) => (list === '' ? 'everyone' : `everyone${list}`)
    return `
    let seen = input
      | where at between (start .. end)
      ${given.has('lookback') ? '| where id !in (lookback)' : ''}
      | extend at = ${periods.start('at')}
      | distinct at, id${dimensions};
    let firsts = seen | summarize debut = min(at) by id${dimensions};
    let visits = seen | join kind=inner firsts on id${dimensions} | summarize visitors = count() by at, debut${dimensions} | extend everyone = 1;
    let sizes = firsts | summarize cohort_size = count() by from_at = debut${dimensions};
    let steps = range n from 0 to ${periods.between(start, 'end')} step 1
      | extend period = ${stepped(call, start)}, everyone = 1
      | where period <= end
      | project period, everyone;
    let groups = seen | summarize everyone = take_any(1) by everyone_ = 1${dimensions} | project everyone${dimensions};
    let matrix = groups
      | join kind=inner (steps | project from_at = period, everyone) on everyone
      | join kind=inner (steps | project to_at = period, everyone) on everyone
      | where from_at <= to_at ${given.has('cohort') ? `and from_at == ${periods.start('cohort')}` : ''}
      | project from_at, to_at, everyone${dimensions};
    matrix
    | join kind=leftouter visits on ${on(dimensions)}
    | summarize
        dcount_new_values = sumif(visitors, at == to_at and (debut > from_at or (from_at == to_at and debut == from_at))),
        dcount_retained_values = sumif(visitors, at == to_at and debut == from_at)
      by from_at, to_at${dimensions}
    | lookup sizes on from_at${dimensions}
    | extend cohort_size = coalesce(cohort_size, 0)
    | extend dcount_churn_values = cohort_size - dcount_retained_values
    | extend retention_rate = todouble(dcount_retained_values) / todouble(cohort_size)
    | extend churn_rate = todouble(dcount_churn_values) / todouble(cohort_size)
    | project from_at, to_at${dimensions}, dcount_new_values, dcount_retained_values, dcount_churn_values, retention_rate, churn_rate
    | order by from_at asc, to_at asc`
  },
  names: ({ written }) => ({ from_at: `from_${written('at')}`, to_at: `to_${written('at')}` }),
}

/** The start of the n-th period after the first. */
function stepped(call: PluginCall, start: string): string {
  const unit = call.written('window')
  return /^(week|month|year)$/.test(unit) ? `startof${unit}(start, n)` : `${start} + n * window`
}

/**
 * `evaluate active_users_count(id, time, start, end, lookback, period, active periods, bin, dimensions…)`: who was there in so many
 * periods of the time before.
 */
const activeUsersCount: WrittenPlugin = {
  parameters: [
    [ID, AT, START, END, value('lookback'), value('period'), value('active'), value('step')],
    [ID, AT, value('lookback'), value('period'), value('active'), value('step')],
  ],
  text: (call) => {
    const { dimensions, given } = call
    const cut = (time: string, size: string) =>
      given.has('start') ? `bin_at(${time}, ${size}, start)` : `bin(${time}, ${size})`
    return `
    let visits = input | distinct id, at${dimensions};
    visits
    ${given.has('start') ? '| where at between (start .. end)' : ''}
    | join kind=inner (visits | project id, seen = at${dimensions}) on id${dimensions}
    | where seen > at - lookback and seen <= at
    | summarize periods = dcount(${cut('seen', 'period')}) by id, at${dimensions}
    | where periods >= active
    | summarize dcount = dcount(id) by at = ${cut('at', 'step')}${dimensions}
    | project at${dimensions}, dcount
    | order by at asc`
  },
}

/** `evaluate rolling_percentile(value, percentile, index, bin size, bins a window, dimensions…)`. */
const rollingPercentile: WrittenPlugin = {
  parameters: [[column('measure'), value('percent'), AT, value('step'), value('bins')]],
  text: ({ dimensions }) => `
    let cut = input | extend at = bin(at, step);
    let newest = toscalar(cut | summarize max(at));
    cut
    | mv-expand n = range(0, bins - 1, 1) to typeof(long)
    | extend at = at + n * step
    | where at <= newest
    | summarize rolling = percentile(measure, percent) by at${dimensions}
    | project at${dimensions}, rolling
    | order by ${dimensions.replace(/, (d\d+)/g, '$1 asc, ')}at asc`,
  names: ({ written }) => ({
    rolling: `rolling_${written('bins')}_percentile_${written('measure')}_${written('percent')}`,
  }),
}

export const ACTIVITY_PLUGINS: ReadonlyMap<string, WrittenPlugin> = new Map([
  ['sliding_window_counts', slidingWindowCounts],
  ['activity_counts_metrics', activityCountsMetrics],
  ['activity_engagement', activityEngagement],
  ['activity_metrics', activityMetrics],
  ['new_activity_metrics', newActivityMetrics],
  ['active_users_count', activeUsersCount],
  ['rolling_percentile', rollingPercentile],
])
