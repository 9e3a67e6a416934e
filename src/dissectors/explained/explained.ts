/** What a part of a packet is for, in plain words, and where it is written down. */
export interface Explained {
  readonly says: string
  readonly rfc: string
}

/** Parts by the name they have in the tree, where others have that name too with the part around it in front, `ESP/SPI`: to explain
 *  one more, add a row. */
export type Table = Readonly<Record<string, readonly [says: string, rfc: string]>>
