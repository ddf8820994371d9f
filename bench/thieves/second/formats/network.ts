import type { Send } from '../act.ts'
import { addressAt } from '../company/people.ts'
import type { Random } from '../random.ts'
import { accountOn, type Line } from './line.ts'

export type NetworkFormat = 'zeek' | 'vpc' | 'squid'

/** VPC flow logs aggregate at most ten minutes into one record. */
const AGGREGATION_SECONDS = 600

/** What stands at the head of each file. */
export const NETWORK_HEADERS: Readonly<Record<NetworkFormat, string>> = {
  zeek:
    '#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n' +
    '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\t' +
    'local_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents\n' +
    '#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\t' +
    'bool\tbool\tcount\tstring\tcount\tcount\tcount\tcount\tset[string]\n',
  vpc:
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status ' +
    'pkt-srcaddr pkt-dstaddr flow-direction\n',
  squid: '',
}

export const NETWORK_LINES: Readonly<Record<NetworkFormat, (act: Send, random: Random) => Line[]>> = {
  zeek(act, random) {
    const uid = `C${Math.floor(random.next() * 2 ** 52).toString(36)}${Math.floor(random.next() * 1e6).toString(36)}`
    const packets = (bytes: number) => Math.max(3, Math.round(bytes / 1390))
    const payload = (bytes: number) => Math.max(0, bytes - 40 * packets(bytes))
    const text = [
      (act.at / 1000).toFixed(6),
      uid,
      addressAt(act.person, act.at),
      random.integer(32768, 60999),
      random.pick(act.destination.addresses),
      443,
      'tcp',
      'ssl',
      act.seconds.toFixed(6),
      payload(act.bytesOut),
      payload(act.bytesIn),
      'SF',
      'T',
      'F',
      0,
      'ShADadFf',
      packets(act.bytesOut),
      act.bytesOut,
      packets(act.bytesIn),
      act.bytesIn,
      '-',
    ].join('\t')
    return [{ source: 'network', at: act.at, text }]
  },
  vpc(act, random) {
    const inside = addressAt(act.person, act.at)
    const outside = random.pick(act.destination.addresses)
    const port = random.integer(32768, 60999)
    const eni = `eni-0${(0xa0000000 + (Number(inside.split('.').join('')) % 0xfffffff)).toString(16)}`
    const parts = Math.ceil(act.seconds / AGGREGATION_SECONDS)
    const start = Math.floor(act.at / 1000)
    const lines: Line[] = []
    for (let part = 0; part < parts; part += 1) {
      const from = start + part * AGGREGATION_SECONDS
      const until = Math.min(start + act.seconds, from + AGGREGATION_SECONDS)
      const share = (bytes: number) =>
        part === parts - 1 ? bytes - Math.floor(bytes / parts) * (parts - 1) : Math.floor(bytes / parts)
      const record = (bytes: number, source: string, target: string, ports: string, direction: string) =>
        `2 111122223333 ${eni} ${source} ${target} ${ports} 6 ${Math.max(1, Math.round(bytes / 1390))} ${bytes} ` +
        `${from} ${until} ACCEPT OK ${source} ${target} ${direction}`
      const sent = record(share(act.bytesOut), inside, outside, `${port} 443`, 'egress')
      const received = record(share(act.bytesIn), outside, inside, `443 ${port}`, 'ingress')
      lines.push({ source: 'network', at: from * 1000, text: sent })
      lines.push({ source: 'network', at: from * 1000 + 1, text: received })
    }
    return lines
  },
  squid(act, random) {
    // The line is written when the tunnel ends.
    const at = act.at + act.seconds * 1000
    const text =
      `${(at / 1000).toFixed(3)} ${String(act.seconds * 1000).padStart(6)} ${addressAt(act.person, act.at)} ` +
      `TCP_TUNNEL/200 ${act.bytesIn} CONNECT ${act.destination.host}:443 ${accountOn('proxy', act.person)} ` +
      `HIER_DIRECT/${random.pick(act.destination.addresses)} - ${act.bytesOut}`
    return [{ source: 'network', at, text }]
  },
}
