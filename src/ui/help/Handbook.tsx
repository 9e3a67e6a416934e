import { useState } from 'react'
import { Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components'
import { chapters, type Entry, entries, entriesWith } from '../../handbook/index.ts'
import { useApp } from '../app.ts'
import { Seek } from './Seek.tsx'

/** Everything that can go wrong: the list on the left, what there is to say of one of them on the right. */
export function Handbook({ title, onClose }: { title?: string; onClose: () => void }) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(title ?? entries[0]!.title)
  const found = new Set(entriesWith(text))
  const entry = entries.find(one => one.title === chosen && found.has(one)) ?? entries.find(one => found.has(one))
  const shown = chapters
    .map(chapter => ({ ...chapter, entries: chapter.entries.filter(one => found.has(one)) }))
    .filter(chapter => chapter.entries.length > 0)
  return (
    <>
      <Seek label="Search the handbook" placeholder="Search: fragments, 4500, delete" text={text} onText={setText} />
      <div className="handbook">
        <ListBox
          className="chapters"
          aria-label="Entries"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={entry ? [entry.title] : []}
          onSelectionChange={keys => keys !== 'all' && setChosen(String([...keys][0]))}
          renderEmptyState={() => 'Nothing says that.'}
        >
          {shown.map(chapter => (
            <ListBoxSection key={chapter.title} id={chapter.title}>
              <Header className="cap">{chapter.title}</Header>
              {chapter.entries.map(one => (
                <ListBoxItem key={one.title} id={one.title} textValue={one.title}>
                  {one.title}
                </ListBoxItem>
              ))}
            </ListBoxSection>
          ))}
        </ListBox>
        {entry && <EntryText entry={entry} onClose={onClose} />}
      </div>
    </>
  )
}

function EntryText({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { title, see, means, act, mistaken, rule } = entry
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keyboard, too
    <article className="entry" aria-label={title} tabIndex={0}>
      <h2>{title}</h2>
      <h3 className="cap">What you see</h3>
      <p>{see}</p>
      <h3 className="cap">What it means</h3>
      <p>{means}</p>
      <h3 className="cap">What to do</h3>
      <p>{act}</p>
      <h3 className="cap">What looks alike</h3>
      <p>{mistaken}</p>
      <Shown entry={entry} onClose={onClose} />
      {rule && (
        <p className="muted small">
          In the JSON and on the command line it is called <code>{rule}</code>.
        </p>
      )}
    </article>
  )
}

/** The capture that shows it, where the host of this page has it. */
function Shown({ entry: { capture }, onClose }: { entry: Entry; onClose: () => void }) {
  const { offered, opening } = useApp()
  const files = offered?.handbook.find(one => one.name === capture)?.files
  if (!files) return null
  return (
    <p>
      <button
        type="button"
        className="btn"
        onClick={() => {
          onClose()
          void opening.open(files)
        }}
      >
        Open a capture that shows it
      </button>
    </p>
  )
}
