import { type RefObject, useLayoutEffect, useState } from 'react'

/** Taller elements browsers draw wrongly or not at all; beyond it the scroll bar moves the content faster than itself. */
export const TALLEST = 12_000_000
/** Px at either end in which it moves as far as the content nevertheless. */
const EVEN = 1_000_000

/** Content of any height in a scrolled element of bounded height. */
export interface Scale {
  /** Height to give the scrolled element's content. */
  readonly height: number
  /** Top of the content that a scroll position shows. */
  toContent(scroll: number): number
  /** Scroll position that shows a height of the content at the top. */
  toScroll(content: number): number
}

/** @param total px of the content  @param viewport px of it that are in view */
export function scrollScale(total: number, viewport: number): Scale {
  if (total <= TALLEST) return { height: total, toContent: scroll => scroll, toScroll: content => content }
  const [scrolls, contents] = [TALLEST - viewport, total - viewport]
  const factor = (contents - 2 * EVEN) / (scrolls - 2 * EVEN)
  return {
    height: TALLEST,
    toContent: scroll =>
      scroll <= EVEN ? scroll : scroll >= scrolls - EVEN ? contents - (scrolls - scroll) : EVEN + (scroll - EVEN) * factor,
    toScroll: content =>
      content <= EVEN ? content : content >= contents - EVEN ? scrolls - (contents - content) : EVEN + (content - EVEN) / factor,
  }
}

/**
 * Height of the content at the top after a scroll. A wheel or a key moves it as far as it moves the scroll bar; whoever pulls the bar
 * gets where the bar points.
 */
export function contentAfter(before: number, moved: number, scroll: number, viewport: number, total: number): number {
  const jumped = Math.abs(moved) > 2 * viewport || scroll <= 0
  const content = jumped ? scrollScale(total, viewport).toContent(scroll) : before + moved
  return Math.max(0, Math.min(content, total - viewport))
}

interface Viewport {
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Inner size of an element and its scroll position, in steps of so many px, at most once a frame. */
export function useViewport(ref: RefObject<HTMLElement | null>, steps = 1): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ top: 0, width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    let frame = 0
    const read = () => {
      frame = 0
      const top = steps === Number.POSITIVE_INFINITY ? 0 : Math.floor(element.scrollTop / steps) * steps
      const next = { top, width: element.clientWidth, height: element.clientHeight }
      setViewport(now => (now.top === next.top && now.width === next.width && now.height === next.height ? now : next))
    }
    const later = () => {
      frame ||= requestAnimationFrame(read)
    }
    read()
    const resized = new ResizeObserver(later)
    resized.observe(element)
    element.addEventListener('scroll', later, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      resized.disconnect()
      element.removeEventListener('scroll', later)
    }
  }, [ref, steps])
  return viewport
}

/** Inner width of an element; scrolling it changes nothing. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  return useViewport(ref, Number.POSITIVE_INFINITY).width
}
