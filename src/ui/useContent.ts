import { type RefObject, useEffect, useRef, useState } from 'react'
import { contentAfter, scrollScale, TALLEST, useViewport } from './scrolling.ts'

/** Milliseconds of rest after which the scroll bar is put where it belongs. */
const REST = 150

/** What a scrolled element shows of content that may be taller than browsers can scroll. */
export interface Content {
  /** Inner height of the element, and the height to give what it holds. */
  readonly height: number
  readonly tall: number
  /** Scroll position, and height of the content that it shows at the top. */
  readonly top: number
  readonly shown: number
  /** That height at this moment. */
  readonly now: () => number
  /** Scrolls so that this height of the content is at the top. */
  readonly goTo: (content: number) => void
}

/** Where the content stands: at the scroll position seen last, or at one that was set and will be seen. */
interface At {
  readonly total: number
  readonly seen: number
  readonly set?: number
  readonly content: number
}

/** @param total height of the content, px  @param steps in which what is shown follows the scrolling, px; content that is too tall follows each */
export function useContent(ref: RefObject<HTMLElement | null>, total: number, steps = 1): Content {
  const isTall = total > TALLEST
  const { top, height } = useViewport(ref, isTall ? 1 : steps)
  const [, redraw] = useState(0)
  const at = useRef<At>({ total, seen: 0, content: 0 })
  const scale = scrollScale(total, height)
  const { current } = at
  if (!isTall || current.total !== total) at.current = { total, seen: top, content: scale.toContent(top) }
  else if (top !== current.seen) {
    const moved = top - (current.set ?? current.seen)
    at.current = { total, seen: top, content: moved === 0 ? current.content : contentAfter(current.content, moved, top, height, total) }
  }
  const shown = at.current.content

  /** The bar follows the content; nothing that is seen moves by it. */
  const put = (content: number) => {
    const element = ref.current
    if (!element) return
    const scroll = Math.round(scale.toScroll(content))
    at.current = { ...at.current, content, ...(scroll === Math.floor(element.scrollTop) ? {} : { set: scroll }) }
    element.scrollTop = scroll
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is shown, once it rests
  useEffect(() => {
    if (!isTall) return
    const timer = setTimeout(() => put(shown), REST)
    return () => clearTimeout(timer)
  }, [isTall, shown, height])

  return {
    height,
    tall: scale.height,
    top,
    shown,
    now: () => (isTall ? at.current.content : (ref.current?.scrollTop ?? 0)),
    goTo: content => {
      if (!isTall && ref.current) ref.current.scrollTop = content
      if (isTall) put(Math.max(0, Math.min(content, total - height)))
      redraw(n => n + 1)
    },
  }
}
