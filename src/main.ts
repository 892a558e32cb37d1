import { runCommandLine } from './cli/frame.ts'

process.exitCode = await runCommandLine(process.argv.slice(2))
