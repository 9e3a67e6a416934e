/** What the page may do, said once for both shells. Nothing is loaded from elsewhere, nothing is sent anywhere: captures
 *  are confidential, and what is in them was written by strangers. Styles the page makes itself carry the nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `worker-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `font-src 'self'`,
    // Pictures to be taken away are drawn by the page from a drawing of its own.
    `img-src 'self' blob:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** Headers of every answer. */
export function guardingHeaders(nonce: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
}

/** The page with its nonce where react-aria looks for one. */
export function withNonce(html: string, nonce: string): string {
  return html.replace(/<head[^>]*>/i, head => `${head}<meta property="csp-nonce" nonce="${nonce}" content="${nonce}">`)
}
