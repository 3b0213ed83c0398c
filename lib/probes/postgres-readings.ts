/** One look at a server's own statistics: everything a connected role may read, in one round trip. */
export const POSTGRES_READINGS = `
  SELECT
    (extract(epoch FROM clock_timestamp() - pg_postmaster_start_time()))::float8 AS uptime_seconds,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::float8 AS connections,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND state = 'active')::float8 AS active,
    (SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%')::float8 AS idle_in_transaction,
    (SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock')::float8 AS waiting_for_locks,
    (SELECT coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)), 0) FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid())::float8 AS longest_transaction_seconds,
    current_setting('max_connections')::float8 AS connection_limit,
    pg_database_size(current_database())::float8 AS database_bytes,
    pg_is_in_recovery() AS in_recovery,
    database.blks_hit::float8 AS blocks_hit,
    database.blks_read::float8 AS blocks_read,
    database.xact_commit::float8 AS committed,
    database.xact_rollback::float8 AS rolled_back,
    database.deadlocks::float8 AS deadlocks,
    database.temp_bytes::float8 AS temp_bytes,
    database.tup_returned::float8 AS rows_read,
    (database.tup_inserted + database.tup_updated + database.tup_deleted)::float8 AS rows_written,
    (SELECT extversion FROM pg_extension WHERE extname = 'pg_stat_statements') AS statements_version
  FROM pg_stat_database AS database
  WHERE database.datname = current_database()`;

/** The costliest statements of this database by total time; counters only grow, deltas are the reader's. */
export const POSTGRES_STATEMENTS = `
  SELECT queryid::text AS queryid, sum(calls)::float8 AS calls, sum(total_exec_time)::float8 AS "totalMs",
         sum(rows)::float8 AS rows, left(min(query), 400) AS text
  FROM pg_stat_statements
  WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND queryid IS NOT NULL
  GROUP BY queryid
  ORDER BY sum(total_exec_time) DESC
  LIMIT 500`;
