import { sha256 } from '@noble/hashes/sha2.js'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Session } from '../../host/protocol.ts'
import { verdictWords } from '../../text/verdict.ts'
import type { Report } from '../../trace/report.ts'
import { Hatch } from '../icons.tsx'
import { type Names, NamesContext, named } from '../notes/named.ts'
import offers from '../offers/meanings.css?raw'
import type { Manner } from '../picture/figure.ts'
import { legible } from '../picture/legible.ts'
import { pictureSource, pictureStyle, plain } from '../picture/style.ts'
import { darkToo } from './dark.ts'
import { type HandoutFacts, handoutFacts } from './facts.ts'
import page from './handout.css?raw'
import { Ladders } from './Ladders.tsx'
import { Offered } from './Offered.tsx'
import { ByHand, Events, EvidenceTable, Files, Negotiations } from './Tables.tsx'
import { notKnown } from './unknown.ts'
import { Others, Verdict } from './Verdicts.tsx'

const own = page + offers
const style = `${pictureStyle}\n${plain(own)}\n${darkToo(pictureSource + own)}`
const STYLE = '@@style@@'
const SIGNED = '@@signed@@'

/** The report as one HTML file for somebody who has neither the captures nor ikescope: it fetches nothing and runs nothing. */
export async function handout(session: Session, report: Report, made: string, manner?: Manner): Promise<string> {
  return htmlOf(await handoutFacts(session, report, made, manner))
}

const noNames: Names = new Map()

/** The same of facts that are known. Whatever strangers wrote stays text; only the style, our own, is put in as it is. */
export function htmlOf(facts: HandoutFacts): string {
  const { report, made, figures } = facts
  const title = named(verdictWords(report), facts.names)
  const names = report.traces.map(trace => trace.name).join(' and ')
  const unknown = notKnown(report)
  const markup = renderToStaticMarkup(
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta
          httpEquiv="Content-Security-Policy"
          content={`default-src 'none'; style-src '${SIGNED}'; base-uri 'none'; form-action 'none'`}
        />
        <meta name="viewport" content="width=device-width" />
        <style>{STYLE}</style>
        <title>{`${title} · ${names}`}</title>
      </head>
      <body>
        <svg className="patterns" aria-hidden="true">
          <defs>
            <Hatch />
          </defs>
        </svg>
        <header className="top">
          <span>{names}</span>
          <span>{made}</span>
        </header>
        <NamesContext value={facts.names ?? noNames}>
          <main>
            <Verdict report={report} />
            <Ladders figures={figures} />
            <Offered facts={facts} />
            <ByHand facts={facts} />
            <Others report={report} />
            <section>
              <h2>What is not known</h2>
              <ul>
                {unknown.map(text => (
                  <li key={text}>{named(text, facts.names)}</li>
                ))}
              </ul>
            </section>
            <Negotiations facts={facts} />
            <EvidenceTable facts={facts} />
            <Events facts={facts} />
            <Files facts={facts} />
          </main>
        </NamesContext>
      </body>
    </html>,
  )
  const digest = btoa(String.fromCharCode(...sha256(new TextEncoder().encode(style))))
  return `<!doctype html>\n${legible(markup)
    .replace(SIGNED, () => `sha256-${digest}`)
    .replace(STYLE, () => style)}\n`
}
