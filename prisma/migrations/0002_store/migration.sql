-- Samples: the journal that makes them durable, the chunks that keep them small, the roll-ups that make long ranges quick.
-- Owned by nocturne_system, which makes and drops their partitions; every table still forces row-level security on its owner.

CREATE SCHEMA store AUTHORIZATION nocturne_system;
SET LOCAL ROLE nocturne_system;

-- One row per journal segment that is not sealed yet. Its samples are in store.journal_<id>.
CREATE TABLE store.segment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The hour (business time, hours since 1970) in which it was opened.
  hour integer NOT NULL,
  -- A process near its memory bound asks for this segment to be sealed before its time.
  asked boolean NOT NULL DEFAULT false,
  -- Set when no row can be added any more: journal_<id> is detached.
  closed_at timestamptz
);

-- One row per process that has appended: followers keep a watermark for each.
CREATE TABLE store.writer (
  epoch bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE store.journal (
  segment bigint NOT NULL,
  writer bigint NOT NULL,
  seq bigint NOT NULL,
  organization_id uuid NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  samples integer NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (segment, writer, seq)
) PARTITION BY LIST (segment);
-- The payload is already packed: trying to compress it costs more than the insert.
ALTER TABLE store.journal ALTER payload SET STORAGE EXTERNAL;

CREATE TABLE store.series (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organization_id uuid NOT NULL,
  -- The first 16 bytes of SHA-256 over the name and the sorted labels.
  fingerprint bytea NOT NULL CHECK (length(fingerprint) = 16),
  name text NOT NULL,
  labels jsonb NOT NULL,
  unit text,
  kind text,
  created_at timestamptz(3) NOT NULL,
  UNIQUE (organization_id, fingerprint)
);

-- One row per series and hour (hours since 1970). A series belongs to one organization, so its id alone is the key.
CREATE TABLE store.chunk (
  series_id bigint NOT NULL,
  hour integer NOT NULL,
  organization_id uuid NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (series_id, hour)
) PARTITION BY RANGE (hour);
ALTER TABLE store.chunk ALTER payload SET STORAGE EXTERNAL;

-- Minutes: one row per series and hour, written once with its chunk; rewriting a day's row each hour would write 12 times as much.
CREATE TABLE store.rollup_minute (
  series_id bigint NOT NULL,
  hour integer NOT NULL,
  organization_id uuid NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (series_id, hour)
) PARTITION BY RANGE (hour);
ALTER TABLE store.rollup_minute ALTER payload SET STORAGE EXTERNAL;

-- Hours: one row per series and day (days since 1970).
CREATE TABLE store.rollup_hour (
  series_id bigint NOT NULL,
  day integer NOT NULL,
  organization_id uuid NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (series_id, day)
) PARTITION BY RANGE (day);

CREATE TABLE store.rollup_day (
  series_id bigint NOT NULL,
  day integer NOT NULL,
  organization_id uuid NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (series_id, day)
) PARTITION BY RANGE (day);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['segment', 'writer', 'journal', 'series', 'chunk', 'rollup_minute', 'rollup_hour', 'rollup_day'] LOOP
    EXECUTE format('ALTER TABLE store.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE store.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system ON store.%I TO nocturne_system USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['series', 'chunk', 'rollup_minute', 'rollup_hour', 'rollup_day'] LOOP
    EXECUTE format('CREATE POLICY organization ON store.%I FOR SELECT TO nocturne_app
      USING (organization_id = current_setting(''nocturne.organization'')::uuid)', name);
    EXECUTE format('GRANT SELECT ON store.%I TO nocturne_app', name);
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA store TO nocturne_app;

RESET ROLE;
