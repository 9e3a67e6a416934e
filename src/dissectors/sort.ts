export { Kind, type Sorted, sorted } from './sort/sorted.ts'
