import { availableParallelism, totalmem } from 'node:os'

/** How the built-in server is run. `durable: false` trades safety at power loss for speed: only for tests. */
export interface Tuning {
  readonly durable: boolean
  readonly maxConnections: number
  readonly sharedBuffersMb: number
}
/** An eighth of the machine's memory, at least 128 MB and at most 2 GB: the indexes of a million customers fit into 1.5 GB. */
const eighth = Math.min(2048, Math.max(128, Math.floor(totalmem() / 8 / 1024 ** 2)))
export const production: Tuning = { durable: true, maxConnections: 60, sharedBuffersMb: eighth }
export const disposable: Tuning = { durable: false, maxConnections: 150, sharedBuffersMb: 128 }

/** The whole postgresql.conf; `own` tells whether the user has settings beside it. Messages of statements are not logged: their text may name a person. */
export function postgresqlConf(tuning: Tuning, own: boolean): string {
  const risky: Record<string, string> = tuning.durable
    ? {}
    : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: tuning.maxConnections,
    password_encryption: 'scram-sha-256',
    shared_buffers: `${tuning.sharedBuffersMb}MB`,
    work_mem: '32MB',
    maintenance_work_mem: '256MB',
    effective_cache_size: '2GB',
    random_page_cost: 1.1,
    jit: 'off',
    // who asks works too: more helpers than the other processors count the same sets side by side, each whole
    max_parallel_workers_per_gather: Math.min(2, availableParallelism() - 1),
    // no wal_compression: this build has only pglz, which made inserts into a uuid index 1.3 to 1.9 times slower
    max_wal_size: tuning.durable ? '4GB' : '1GB',
    checkpoint_timeout: '15min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'iso, ymd',
    lc_messages: 'C',
    lc_monetary: 'C',
    lc_numeric: 'C',
    lc_time: 'C',
    default_text_search_config: 'pg_catalog.simple',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: -1,
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_line_prefix: '%m [%p] ',
    ...risky,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`)
  return [
    '# Written at every start. Own settings belong to ../settings.conf, which wins.',
    ...lines,
    own ? "include '../settings.conf'\n" : '',
  ].join('\n')
}

export const pgHbaConf = '# Written at every start.\nhost all all 127.0.0.1/32 scram-sha-256\n'
