/** A capture that goes on for long: a recorded negotiation, then ESP until it is as large as asked for. */
export function long(recorded: Uint8Array, size: number): Uint8Array {
  const view = new DataView(recorded.buffer, recorded.byteOffset, recorded.byteLength)
  const whole = new Uint8Array(size)
  whole.set(recorded)
  // The last record but its time is repeated: the recording ends with a packet, whatever it is.
  let at = 24
  let last = at
  while (at + 16 <= recorded.length) {
    last = at
    at += 16 + view.getUint32(at + 8, true)
  }
  const record = recorded.subarray(last, at)
  let end = at
  for (; end + record.length <= size; end += record.length) whole.set(record, end)
  return whole.subarray(0, end)
}
