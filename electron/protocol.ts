import type { Protocol } from 'electron'
import { answer } from '../src/shell/answer.ts'
import type { Shelf } from '../src/shell/shelf.ts'
import { pathOf, scheme } from './address.ts'

/** Says, before Electron is ready, that our scheme is as good as https. */
export function declareScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true }
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }])
}

/** Answers for our scheme as the loopback server does: the page, session.json and the files named. */
export function servePage(protocol: Pick<Protocol, 'handle'>, shelf: Shelf): void {
  protocol.handle(scheme, request => {
    const path = pathOf(request.url)
    if (path === undefined) return new Response('There is no such place.', { status: 404 })
    const { method, body, headers } = request
    return answer({ method, path, range: headers.get('range'), body: body as AsyncIterable<Uint8Array> | null }, shelf)
  })
}
