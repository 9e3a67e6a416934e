import type { ReactNode } from 'react'

/** Small drawings on a 16 by 16 grid, in the colour of the text around them. */
const drawings = {
  lock: (
    <>
      <rect x="3" y="7" width="10" height="7" rx="1.5" fill="currentColor" />
      <path d="M5.2 7V4.9a2.8 2.8 0 0 1 5.6 0V7" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  unlock: (
    <>
      <rect x="3.7" y="7.7" width="8.6" height="5.6" rx="1" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M5.2 7V4.4a2.8 2.8 0 0 1 5.5-.7" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  established: (
    <>
      <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M5 8.3l2.1 2.1 4-4.5" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M5.5 5.5l5 5M10.5 5.5l-5 5" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
  unanswered: (
    <>
      <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="3 2.2" />
      <path d="M6.2 6.4a1.9 1.9 0 1 1 2.9 1.6c-.8.5-1.1.8-1.1 1.6M8 11.3v.7" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  incomplete: (
    <>
      <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M8 4v8a4 4 0 0 0 0-8Z" fill="currentColor" />
    </>
  ),
  warning: (
    <>
      <path d="M8 2.2 14.4 13.4H1.6Z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      <path d="M8 6.4v3.4M8 11.4v.6" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  done: <path d="M3.4 8.6l3 3 6.2-7" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />,
  plus: <path d="M8 3v10M3 8h10" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />,
  down: <path d="M4 6.2l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.7" />,
  chevron: <path d="M6 4l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.7" />,
  find: (
    <>
      <circle cx="7" cy="7" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M10.2 10.2 14 14" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="3" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path
        d="M8 1.2v2M8 12.8v2M1.2 8h2M12.8 8h2M3.2 3.2l1.4 1.4M11.4 11.4l1.4 1.4M12.8 3.2l-1.4 1.4M4.6 11.4l-1.4 1.4"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </>
  ),
  moon: (
    <path
      d="M13.2 9.8A5.7 5.7 0 0 1 6.2 2.8a5.7 5.7 0 1 0 7 7Z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  more: (
    <>
      <circle cx="3.5" cy="8" r="1.3" fill="currentColor" />
      <circle cx="8" cy="8" r="1.3" fill="currentColor" />
      <circle cx="12.5" cy="8" r="1.3" fill="currentColor" />
    </>
  ),
  export: (
    <path
      d="M8 1.8v8M4.9 6.9 8 10l3.1-3.1M2.6 10.6v2.6h10.8v-2.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  page: (
    <>
      <path d="M4 1.8h5.4L12.4 5v9.2H4Z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
      <path d="M6.2 7.2h4M6.2 9.4h4M6.2 11.6h2.6" stroke="currentColor" strokeWidth="1.2" />
    </>
  ),
  close: <path d="M4 4l8 8M12 4l-8 8" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />,
} satisfies Record<string, ReactNode>

type IconName = keyof typeof drawings

/** One of the small drawings; it is decoration, the text beside it says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
      {drawings[name]}
    </svg>
  )
}

/** The same inside another drawing, at a place and a size. */
export function Sign({ name, x, y, size }: { name: IconName; x: number; y: number; size: number }) {
  return (
    <svg className="sign" x={x} y={y} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {drawings[name]}
    </svg>
  )
}

/** Patterns that drawings of the whole page share. */
export function Patterns() {
  return (
    <svg className="patterns" aria-hidden="true">
      <defs>
        <Hatch />
      </defs>
    </svg>
  )
}

/** Where nothing can be known. */
export function Hatch() {
  return (
    <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect className="net" width="7" height="7" />
      <path className="hatching" d="M0 0V7" />
    </pattern>
  )
}
