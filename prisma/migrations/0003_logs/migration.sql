-- Log records by day. Owned by nocturne_system, which makes and drops the partitions; it too is under forced row-level security.

SET LOCAL ROLE nocturne_system;

CREATE TABLE store.log_record (
  organization_id uuid NOT NULL,
  -- Business time of the record: its own, else when it was observed, else when it came.
  at timestamptz(3) NOT NULL,
  -- The first 16 bytes of SHA-256 over resource, time, body and the record's ordinal among its equals in one request.
  id bytea NOT NULL CHECK (length(id) = 16),
  received_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  service text NOT NULL,
  host text,
  -- OTLP's numbers: 1 to 24, 0 when the sender gave none.
  severity smallint NOT NULL CHECK (severity BETWEEN 0 AND 24),
  body text NOT NULL,
  attributes jsonb NOT NULL,
  resource jsonb NOT NULL,
  trace_id bytea,
  span_id bytea,
  PRIMARY KEY (organization_id, id, at)
) PARTITION BY RANGE (at);
CREATE INDEX log_record_at ON store.log_record (organization_id, at, id);
CREATE INDEX log_record_service ON store.log_record (organization_id, service, at, id);
CREATE INDEX log_record_errors ON store.log_record (organization_id, at, id) WHERE severity >= 17;
-- Words in any language: three letters in a row are looked up here, whatever the case.
CREATE INDEX log_record_words ON store.log_record USING gin (body public.gin_trgm_ops);

-- Minutes whose count must be made again: written with the records, deleted once the count is stored.
CREATE TABLE store.log_recount (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organization_id uuid NOT NULL,
  minute timestamptz(3) NOT NULL
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['log_record', 'log_recount'] LOOP
    EXECUTE format('ALTER TABLE store.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE store.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system ON store.%I TO nocturne_system USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
CREATE POLICY organization ON store.log_record FOR SELECT TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT ON store.log_record TO nocturne_app;

RESET ROLE;
