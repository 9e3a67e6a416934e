import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Field } from '../../../src/dissectors/field.ts'
import type { IkeMessage, Payload, Proposal } from '../../../src/dissectors/ike/facts.ts'
import { hex } from '../../../src/dissectors/text.ts'

// Both answers, tshark's JSON and ours, brought into one form that names what the two must agree on.

type Json = { readonly [name: string]: Json | Json[] | string | string[] | undefined }

/** The ISAKMP layers of an oracle file by frame number. */
export function oracle(path: string): Map<number, Json> {
  return isakmpLayers(gunzipSync(readFileSync(path)).toString())
}

/** The same of a capture that tshark reads now. */
export function asked(path: string): Map<number, Json> {
  return isakmpLayers(
    execFileSync('tshark', ['-n', '-r', path, '-T', 'json', '--no-duplicate-keys'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
}

function isakmpLayers(json: string): Map<number, Json> {
  const packets: { _source: { layers: Json } }[] = JSON.parse(json)
  const all = new Map<number, Json>()
  for (const { _source } of packets) {
    const frame = _source.layers.frame as Json
    const isakmp = _source.layers.isakmp
    if (isakmp)
      all.set(Number(frame['frame.number']), {
        ...(Array.isArray(isakmp) ? (isakmp[0] as Json) : (isakmp as Json)),
        ...broken(_source.layers),
      })
  }
  return all
}

function broken(layers: Json): Json {
  return '_ws.malformed' in layers ? { broken: 'yes' } : {}
}

export interface Said {
  readonly header: Record<string, string | number>
  readonly payloads: readonly unknown[]
}

/** What tshark says. */
export function theirs(isakmp: Json): Said {
  const header = {
    initiatorSpi: bytes(isakmp['isakmp.ispi']),
    responderSpi: bytes(isakmp['isakmp.rspi']),
    nextPayload: Number(isakmp['isakmp.nextpayload']),
    version: Number(isakmp['isakmp.version']),
    exchangeType: Number(isakmp['isakmp.exchangetype']),
    flags: Number(isakmp['isakmp.flags']),
    messageId: Number(isakmp['isakmp.messageid']),
    length: Number(isakmp['isakmp.length']),
  }
  return { header, payloads: chain(isakmp).map(([type, tree]) => theirPayload(type, tree, header.version >> 4)) }
}

/** Fields of tshark's that are the end of a payload, whatever it makes of them. */
const OPAQUE = ['isakmp.key_exchange.data', 'isakmp.hash', 'isakmp.sig', 'isakmp.auth.data'] as const

function opaque(tree: Json): object {
  const name = OPAQUE.find(name => name in tree)
  return name ? { opaque: bytes(tree[name]) } : {}
}

function chain(tree: Json): [number, Json][] {
  const trees = list(tree['isakmp.typepayload_tree'])
  return list(tree['isakmp.typepayload']).map((type, i) => [Number(type), (trees[i] ?? {}) as Json])
}

function list<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function bytes(value: Json[string]): string {
  return String(list(value)[0] ?? '').replaceAll(':', '')
}

function theirPayload(type: number, tree: Json, version: number): unknown {
  const common = {
    type,
    next: Number(tree['isakmp.nextpayload']),
    critical: version === 2 && Number(tree['isakmp.criticalpayload']) === 1,
    length: Number(tree['isakmp.payloadlength']),
    ...opaque(tree),
  }
  const kinds: Readonly<Record<number, () => unknown>> = {
    1: () => ({ doi: Number(tree['isakmp.sa.doi']), proposals: chain(tree).map(([, t]) => theirProposal(t)) }),
    4: () => ({ group: numberOr(tree['isakmp.key_exchange.dh_group']) }),
    5: () => ({
      idType: Number(tree['isakmp.id.type']),
      protocol: numberOr(tree['isakmp.id.protoid']),
      port: numberOr(tree['isakmp.id.port']),
      text: Object.values((tree['isakmp.id.data'] ?? {}) as Json)[0],
    }),
    6: () => ({ encoding: Number(tree['isakmp.cert.encoding']) }),
    7: () => ({ encoding: Number(tree['isakmp.certreq.type']) }),
    10: () => ({ data: bytes(tree['isakmp.nonce']) }),
    11: () => ({
      doi: numberOr(tree['isakmp.notify.doi']),
      protocol: Number(tree['isakmp.notify.protoid']),
      notifyType: Number(tree['isakmp.notify.msgtype']),
      spi: bytes(tree['isakmp.spi']),
      data: bytes(tree['isakmp.notify.data']),
    }),
    12: () => ({ protocol: Number(tree['isakmp.delete.protoid']), spis: list(tree['isakmp.delete.spi']).map(bytes) }),
    13: () => ({ id: bytes(tree['isakmp.vid_bytes']) }),
    20: () => ({ hash: bytes(tree['isakmp.ike.nat_hash']) }),
  }
  return { ...common, ...(kinds[version === 2 ? (likeV1[type] ?? 0) : type]?.() as object | undefined) }
}

/** Payloads of version 2 by the version 1 payload that holds the same. */
const likeV1: Readonly<Record<number, number>> = { 33: 1, 34: 4, 35: 5, 36: 5, 37: 6, 38: 7, 40: 10, 41: 11, 42: 12, 43: 13 }

function theirProposal(tree: Json): unknown {
  return {
    number: Number(tree['isakmp.prop.number']),
    protocol: Number(tree['isakmp.prop.protoid']),
    spi: bytes(tree['isakmp.spi']),
    transforms: chain(tree).map(([, t]) => ({
      ...(t['isakmp.trans.number'] === undefined ? {} : { number: Number(t['isakmp.trans.number']) }),
      type: numberOr(t['isakmp.tf.type']),
      id: Number(Object.entries(t).find(([name]) => /^isakmp\.(trans\.id|tf\.id\.)/.test(name))?.[1]),
      attributes: Object.entries(t)
        .filter(([name]) => /^isakmp\.(ike|ipsec|ike2)\.attr$/.test(name))
        .flatMap(([family, all]) => list(all).map(a => theirAttribute(family, a as Json))),
    })),
  }
}

function theirAttribute(family: string, tree: Json): unknown {
  const value = bytes(tree[`${family}.value`])
  return { type: Number(tree[`${family}.type`]), value: value.length <= 12 ? Number.parseInt(value, 16) : value }
}

function numberOr(value: Json[string]): number | undefined {
  return value === undefined ? undefined : Number(list(value)[0])
}

/** What we say. */
export function ours(message: IkeMessage, tree: Field): Said {
  const { initiatorSpi, responderSpi, nextPayload, majorVersion, minorVersion, exchangeType, flags, messageId, length } = message
  const at = (tree.children ?? []).findIndex(field => field.name === 'ISAKMP Header')
  const nodes = (tree.children ?? []).slice(at + 1)
  const start = tree.children?.[at]?.start ?? 0
  return {
    header: { initiatorSpi, responderSpi, nextPayload, version: majorVersion * 16 + minorVersion, exchangeType, flags, messageId, length },
    payloads: message.payloads.map((payload, i) =>
      ourPayload(payload, nodes[i], hex(message.bytes.subarray(payload.start - start, payload.end - start)), message.majorVersion),
    ),
  }
}

function ourPayload(payload: Payload, node: Field | undefined, bytes: string, version: number): unknown {
  const field = (name: string) => node?.children?.find(field => field.name === name)
  const fixed = (version === 2 ? FIXED_V2 : FIXED_V1)[payload.type]
  return {
    type: payload.type,
    next: Number(field('Next Payload')?.value),
    critical: field('Flags')?.children?.[0]?.value === 1,
    length: Number(field('Payload Length')?.value),
    ...(fixed === undefined ? {} : { opaque: bytes.slice(2 * fixed) }),
    ...ourFacts(payload),
  }
}

/** Octets in front of what is opaque to tshark, by payload type. */
const FIXED_V1: Readonly<Record<number, number>> = { 4: 4, 8: 4, 9: 4 }
const FIXED_V2: Readonly<Record<number, number>> = { 34: 8, 39: 8 }

function ourFacts(payload: Payload): object {
  switch (payload.kind) {
    case 'sa':
      return { doi: payload.doi ?? Number.NaN, proposals: payload.proposals.map(ourProposal) }
    case 'ke':
      return { group: payload.group }
    case 'id':
      return { idType: payload.idType, protocol: payload.protocol, port: payload.port, text: payload.text }
    case 'cert':
      return { encoding: payload.encoding }
    case 'nonce':
      return { data: payload.data }
    case 'notify':
      return { doi: payload.doi, protocol: payload.protocol, notifyType: payload.notifyType, spi: payload.spi, data: hex(payload.data) }
    case 'delete':
      return { protocol: payload.protocol, spis: payload.spis }
    case 'vid':
      return { id: payload.id }
    case 'natd':
      return { hash: payload.hash }
    default:
      return {}
  }
}

function ourProposal({ number, protocol, spi, transforms }: Proposal): unknown {
  return {
    number,
    protocol,
    spi,
    transforms: transforms.map(t => ({
      ...(t.number === undefined ? {} : { number: t.number }),
      type: t.type,
      id: t.id,
      attributes: t.attributes.map(a => ({ type: a.type, value: a.value })),
    })),
  }
}
