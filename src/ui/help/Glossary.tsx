import { useState } from 'react'
import { words } from '../../handbook/words.ts'
import { Seek } from './Seek.tsx'

/** The words of IPsec and of this viewer. */
export function Glossary() {
  const [text, setText] = useState('')
  const sought = text.trim().toLowerCase()
  const found = words.filter(({ word, says }) => `${word} ${says}`.toLowerCase().includes(sought))
  return (
    <>
      <Seek label="Search the words" placeholder="Search: SPI, quick mode, replay" text={text} onText={setText} />
      <dl className="glossary" aria-label="Words" tabIndex={0}>
        {found.map(({ word, says }) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      {found.length === 0 && <p className="seek-none">There is no such word here.</p>}
    </>
  )
}
