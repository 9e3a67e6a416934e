import { Icon } from '../icons.tsx'

/** One line to search in. */
export function Seek(props: { label: string; placeholder: string; text: string; onText: (text: string) => void }) {
  const { label, placeholder, text, onText } = props
  return (
    <div className="seek">
      <Icon name="find" />
      <input
        type="text"
        inputMode="search"
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={event => onText(event.currentTarget.value)}
      />
    </div>
  )
}
