/** Members current to the second: marks of who has changed, looked at one chunk at a time; buildings beside; the day that comes. */
export { build } from './build.ts'
export { jobs } from './jobs.ts'
export { lookAll, startLooking } from './loop.ts'
export { changed, noteBatch } from './note.ts'
