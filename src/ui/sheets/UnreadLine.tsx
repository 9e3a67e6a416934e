import { grouped } from '../../text/figures.ts'
import { useApp } from '../app.ts'

/** While captures are still read: that what is found is not yet all there is. */
export function UnreadLine() {
  const { reading } = useApp().state
  const { names = [], progress } = reading ?? {}
  return (
    <div className="seek-line" role="status">
      <span>
        {progress?.name ?? names.join(' and ')} is still being read{progress && `, ${grouped(progress.packets)} packets so far`}. Messages,
        addresses and SPIs are found as far as that; the fields of packets once all is read.
      </span>
    </div>
  )
}
