-- What each account did on {day}. A call that was refused gave nothing away and is left out.
WITH
  calls AS (
    SELECT if(account = '', concat('ip:', src_ip), toString(account)) AS who, toHour(time) AS hour, toString(model) AS model,
      toString(src_ip) AS address, tokens_in, tokens_out, prompt_sketch
    FROM inference_row FINAL
    WHERE toDate(time) = {day:Date} AND status < 400 AND (account != '' OR src_ip != '')
  ),
  -- Keys of sketches by how many accounts have them, in two lists that one lookup reads. A key of few accounts joins nobody.
  (
    SELECT (groupArray(key), groupArray(users)) FROM (
      SELECT key, toUInt32(count()) AS users FROM (
        SELECT DISTINCT who, reinterpretAsUInt32(unhex(arrayJoin(arrayMap(at -> substring(prompt_sketch, at, 8), [17, 25, 33, 41])))) AS key
        FROM calls WHERE length(prompt_sketch) = 48
      ) GROUP BY key HAVING users >= {leastAccounts:UInt32}
    )
  ) AS shared
SELECT {day:Date} AS day, who AS account, toUInt32(count()) AS calls, sum(toUInt64(calls.tokens_in)) AS tokens_in,
  sum(toUInt64(calls.tokens_out)) AS tokens_out,
  (sumMap([hour], [toUInt32(1)]) AS by_hour).1 AS hours, by_hour.2 AS hour_calls,
  (sumMap([toUInt8(least(20, ceil(log2(1 + calls.tokens_in))))], [toUInt32(1)]) AS by_in).1 AS ins, by_in.2 AS in_calls,
  (sumMap([toUInt8(least(20, ceil(log2(1 + calls.tokens_out))))], [toUInt32(1)]) AS by_out).1 AS outs, by_out.2 AS out_calls,
  (arraySlice(arraySort(entry -> (-toInt64(entry.2), entry.1), arrayZip((sumMap([model], [toUInt32(1)]) AS by_model).1, by_model.2)), 1, 8) AS top_models).1 AS models,
  top_models.2 AS model_calls,
  (arraySlice(arraySort(entry -> (-toInt64(entry.2), entry.1), arrayZip((sumMap([address], [toUInt32(1)]) AS by_address).1, by_address.2)), 1, {mostKept:UInt8}) AS top_addresses).1 AS addresses,
  top_addresses.2 AS address_calls,
  (arraySlice(arraySort(entry -> (-toInt64(entry.2), entry.1), arrayFilter(entry -> entry.1 != 0, arrayZip((sumMap([family], [toUInt32(1)]) AS by_family).1, by_family.2))), 1, {mostKept:UInt8}) AS top_families).1 AS families,
  top_families.2 AS family_calls,
  toUInt32(countIf(prompt != 0)) AS sketched,
  toUInt32(uniqExactIf(prompt, prompt != 0)) AS prompts,
  arraySlice(arraySort(groupUniqArrayIf(prompt, prompt != 0 AND prompt % 4 = 0)), 1, 64) AS sample
FROM (
  SELECT who, hour, model, address, tokens_in, tokens_out,
    length(prompt_sketch) = 48 AS has_prompt,
    -- 52 bits: a number in every language.
    if(has_prompt, bitShiftRight(reinterpretAsUInt64(unhex(substring(prompt_sketch, 1, 16))), 12), 0) AS prompt,
    if(has_prompt, arrayMap(at -> reinterpretAsUInt32(unhex(substring(prompt_sketch, at, 8))), [17, 25, 33, 41]), []) AS keys,
    arrayMap(key -> transform(key, shared.1, shared.2, toUInt32(0)), keys) AS users,
    -- Of the four the one that most accounts have is the family; none where nobody shares it.
    if(has_prompt AND arrayMax(users) > 0, keys[indexOf(users, arrayMax(users))], 0) AS family
  FROM calls
) AS calls
GROUP BY who
