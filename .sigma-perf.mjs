import {Session} from 'chdb'; const s=new Session();
const q=(sql,f='TSV')=>{try{return s.query(sql,f)}catch(e){const m='ERR '+String(e.message).slice(0,200); try{s.query('select 1 format Null')}catch{}; return m}}
console.log(q(`SELECT match('ſ','(?i)s'), match('a\\xffb','(?s)^a.*b$'), match('a\\xffb','^a\\\\C*b$'), multiSearchAny('abc',['']), match('a\\nb','a.b'), match('a\\nb','(?-s)a.b'), lowerUTF8('A\\xffB')='a\\xffb'`))
q(`CREATE TABLE t (s Nullable(String)) ENGINE=Memory`)
q(`INSERT INTO t SELECT concat('C:\\\\Windows\\\\System32\\\\Cmd',toString(number%1000),'.exe /c echo "Hello World" ', toString(sipHash64(number)), ' -Foo bar -Baz quux and some more text to make it long') FROM numbers(2000000)`)
const t=(l,sql)=>{const a=performance.now();const r=q(sql);console.log(l,(performance.now()-a).toFixed(0),r.trim())}
for(const n of [2,4,8,16,64,200]){
const arr=JSON.stringify(Array.from({length:n},(_,i)=>'zq'+i+'.exe')).replaceAll('"',"'")
t('warm',`SELECT count() FROM t WHERE lowerUTF8(s)='x'`)
t('multi'+n,`SELECT count() FROM t WHERE multiSearchAny(lowerUTF8(s),${arr})`)
t('or'+n,`SELECT count() FROM t WHERE ${Array.from({length:n},(_,i)=>`position(lowerUTF8(s),${arr}[${i+1}])>0`).join(' OR ')}`)
t('re'+n,`SELECT count() FROM t WHERE match(lowerUTF8(s),'${Array.from({length:n},(_,i)=>`zq${i}[.]exe`).join('|')}')`)
}
t('and3',`SELECT count() FROM t WHERE ifNull(position(lowerUTF8(s),'9foo')>0,0) and ifNull(endsWith(lowerUTF8(s),'xx'),0)`)
t('upper',`SELECT count() FROM t WHERE position(upperUTF8(lowerUTF8(s)),'9foo')>0`)
console.log(q(`SELECT quantileExactInclusive(0.95)(toFloat64OrNull(s)) over (order by s) , quantileExactInclusive(0.5)(number) over (order by number range between 1 preceding and current row), uniqExact(number) over (order by number range between 86400000000000 preceding and current row), maxOrNullIf(number, number%2=1) over (order by number range between 1 preceding and current row) from (select toString(number) s, toInt64(number) as number from numbers(3))`))
console.log(q(`select toISOWeek(parseDateTime64BestEffortOrNull('2024-12-30T03:04:05.123Z',7,'UTC')), parseDateTime64BestEffortOrNull('2024-12-30T03:04:05.1234567Z',7,'UTC'), parseDateTime64BestEffortOrNull('x',7,'UTC'), parseDateTime64BestEffortOrNull('1700000000',7,'UTC')`))
console.log(q(`select count() over (order by number range between {p:UInt64} preceding and current row) from numbers(3)`))
