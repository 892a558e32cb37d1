/** Backups of the built-in server while it runs, and of any server by its rows; and the way back. */
export { backupJob } from './job.ts'
export { makeBackup } from './make.ts'
export { type Manifest, readManifest } from './manifest.ts'
export { type BackupRow, latestBackups } from './queries.ts'
export {
  fillDatabase,
  type Findings,
  layFiles,
  layUploads,
  mustFit,
  settle,
  type Waiting,
} from './restore.ts'
export { rememberVerified, verifyBackup } from './verify.ts'
