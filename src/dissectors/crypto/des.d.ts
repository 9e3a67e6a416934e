/** What is used of des.js, which brings no types. */
declare module 'des.js' {
  interface Cipher {
    update(data: ArrayLike<number>): number[]
    final(): number[]
  }
  interface Made {
    create(options: { type: 'encrypt' | 'decrypt'; key: ArrayLike<number>; iv: ArrayLike<number>; padding: boolean }): Cipher
  }
  export const DES: Made
  export const EDE: Made
  export const CBC: { instantiate(base: Made): Made }
}
