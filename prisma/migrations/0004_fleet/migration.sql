-- Inventory, checks, states. Every reference carries its organization; every row is walled off by it.

CREATE TABLE region (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9](-?[a-z0-9]){0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  state text NOT NULL DEFAULT 'unknown' CHECK (state IN ('healthy', 'degraded', 'down', 'unknown', 'maintenance')),
  state_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state_reason jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, slug)
);
ALTER TABLE region ENABLE ROW LEVEL SECURITY;
ALTER TABLE region FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON region TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON region TO nocturne_app;
CREATE POLICY system ON region FOR SELECT TO nocturne_system USING (true);
GRANT SELECT ON region TO nocturne_system;

CREATE TABLE service (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9](-?[a-z0-9]){0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  objective numeric(6, 3) NOT NULL DEFAULT 99.9 CHECK (objective > 0 AND objective <= 100),
  targets jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'unknown' CHECK (state IN ('healthy', 'degraded', 'down', 'unknown', 'maintenance')),
  state_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state_reason jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, slug)
);
ALTER TABLE service ENABLE ROW LEVEL SECURITY;
ALTER TABLE service FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON service TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON service TO nocturne_app;
CREATE POLICY system ON service FOR SELECT TO nocturne_system USING (true);
GRANT SELECT ON service TO nocturne_system;

CREATE TABLE service_region (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  service_id uuid NOT NULL,
  region_id uuid,
  state text NOT NULL DEFAULT 'unknown' CHECK (state IN ('healthy', 'degraded', 'down', 'unknown', 'maintenance')),
  state_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state_reason jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (organization_id, id),
  UNIQUE NULLS NOT DISTINCT (organization_id, service_id, region_id),
  FOREIGN KEY (organization_id, service_id) REFERENCES service (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, region_id) REFERENCES region (organization_id, id) ON DELETE CASCADE
);
ALTER TABLE service_region ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_region FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON service_region TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON service_region TO nocturne_app;
CREATE POLICY system ON service_region FOR SELECT TO nocturne_system USING (true);
GRANT SELECT ON service_region TO nocturne_system;

CREATE TABLE host (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  machine_id text CHECK (length(machine_id) BETWEEN 1 AND 200),
  region_id uuid,
  facts jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'unknown' CHECK (state IN ('healthy', 'degraded', 'down', 'unknown', 'maintenance')),
  state_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state_reason jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name),
  FOREIGN KEY (organization_id, region_id) REFERENCES region (organization_id, id) ON DELETE RESTRICT
);
CREATE INDEX host_machine ON host (organization_id, machine_id);
CREATE INDEX host_region ON host (organization_id, region_id);
ALTER TABLE host ENABLE ROW LEVEL SECURITY;
ALTER TABLE host FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON host TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON host TO nocturne_app;
CREATE POLICY system ON host FOR SELECT TO nocturne_system USING (true);
GRANT SELECT ON host TO nocturne_system;

CREATE TABLE instance (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  service_id uuid NOT NULL,
  host_id uuid,
  region_id uuid,
  version int NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, service_id, name),
  -- An instance on a host is where the host is.
  CHECK (host_id IS NULL OR region_id IS NULL),
  FOREIGN KEY (organization_id, service_id) REFERENCES service (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, host_id) REFERENCES host (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, region_id) REFERENCES region (organization_id, id) ON DELETE RESTRICT
);
CREATE INDEX instance_host ON instance (organization_id, host_id);
CREATE INDEX instance_region ON instance (organization_id, region_id);
ALTER TABLE instance ENABLE ROW LEVEL SECURITY;
ALTER TABLE instance FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON instance TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON instance TO nocturne_app;
CREATE POLICY system ON instance FOR SELECT TO nocturne_system USING (true);
GRANT SELECT ON instance TO nocturne_system;

CREATE TABLE collector (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  host_id uuid,
  region_id uuid,
  token_prefix text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  previous_hash bytea UNIQUE,
  previous_expires_at timestamptz(3),
  agent_version text,
  machine_id text CHECK (length(machine_id) BETWEEN 1 AND 200),
  lineage text CHECK (length(lineage) BETWEEN 1 AND 200),
  epoch bigint NOT NULL DEFAULT 0,
  ack_seq bigint NOT NULL DEFAULT 0,
  intruder jsonb,
  last_seen_at timestamptz(3),
  skew_ms int,
  dropped bigint NOT NULL DEFAULT 0,
  spool_bytes bigint NOT NULL DEFAULT 0,
  proposals jsonb NOT NULL DEFAULT '[]',
  state text NOT NULL DEFAULT 'unknown' CHECK (state IN ('healthy', 'degraded', 'down', 'unknown', 'maintenance')),
  state_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state_reason jsonb NOT NULL DEFAULT '{}',
  revoked_at timestamptz(3),
  version int NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name),
  FOREIGN KEY (organization_id, host_id) REFERENCES host (organization_id, id) ON DELETE RESTRICT,
  FOREIGN KEY (organization_id, region_id) REFERENCES region (organization_id, id) ON DELETE RESTRICT
);
CREATE INDEX collector_host ON collector (organization_id, host_id);
ALTER TABLE collector ENABLE ROW LEVEL SECURITY;
ALTER TABLE collector FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON collector TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON collector TO nocturne_app;
CREATE POLICY system ON collector FOR SELECT TO nocturne_system USING (true);
GRANT SELECT (organization_id, id, name, host_id, region_id, agent_version, last_seen_at, skew_ms, dropped, spool_bytes, state, state_since, state_reason, revoked_at) ON collector TO nocturne_system;
-- The bearer of a token may find the one row that holds its hash.
CREATE POLICY bearer ON collector FOR SELECT TO nocturne_app
  USING (
    token_hash = decode(nullif(current_setting('nocturne.token_hash', true), ''), 'hex')
    OR previous_hash = decode(nullif(current_setting('nocturne.token_hash', true), ''), 'hex')
  );

CREATE TABLE enrolment (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  hash bytea NOT NULL UNIQUE,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  used_by uuid,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  region_id uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, region_id) REFERENCES region (organization_id, id) ON DELETE CASCADE
);
ALTER TABLE enrolment ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolment FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON enrolment TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON enrolment TO nocturne_app;
CREATE POLICY bearer ON enrolment FOR SELECT TO nocturne_app
  USING (hash = decode(nullif(current_setting('nocturne.token_hash', true), ''), 'hex'));

CREATE TABLE check_definition (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9](-?[a-z0-9]){0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kind text NOT NULL CHECK (kind IN ('http', 'tcp', 'dns', 'tls', 'postgres', 'redis', 'prometheus')),
  config jsonb NOT NULL DEFAULT '{}',
  secret bytea,
  target text NOT NULL DEFAULT 'none' CHECK (target IN ('api', 'database', 'cdn', 'none')),
  service_id uuid,
  region_id uuid,
  collector_id uuid,
  interval_seconds int NOT NULL DEFAULT 30 CHECK (interval_seconds BETWEEN 1 AND 86400),
  timeout_ms int NOT NULL DEFAULT 10000 CHECK (timeout_ms BETWEEN 100 AND 60000),
  degraded_ms int CHECK (degraded_ms > 0),
  failures_to_down int NOT NULL DEFAULT 1 CHECK (failures_to_down BETWEEN 1 AND 100),
  successes_to_up int NOT NULL DEFAULT 1 CHECK (successes_to_up BETWEEN 1 AND 100),
  paused boolean NOT NULL DEFAULT false,
  asked_at timestamptz(3),
  state text NOT NULL DEFAULT 'unknown' CHECK (state IN ('healthy', 'degraded', 'down', 'unknown', 'maintenance')),
  state_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state_reason jsonb NOT NULL DEFAULT '{}',
  last_result jsonb,
  version int NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, slug),
  FOREIGN KEY (organization_id, service_id) REFERENCES service (organization_id, id) ON DELETE RESTRICT,
  FOREIGN KEY (organization_id, region_id) REFERENCES region (organization_id, id) ON DELETE RESTRICT,
  FOREIGN KEY (organization_id, collector_id) REFERENCES collector (organization_id, id) ON DELETE RESTRICT
);
CREATE INDEX check_service ON check_definition (organization_id, service_id);
CREATE INDEX check_region ON check_definition (organization_id, region_id);
CREATE INDEX check_collector ON check_definition (organization_id, collector_id);
-- The console's own scheduler looks across organizations for what it has to run.
CREATE INDEX check_console ON check_definition (organization_id) WHERE collector_id IS NULL AND NOT paused;
ALTER TABLE check_definition ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_definition FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON check_definition TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON check_definition TO nocturne_app;
CREATE POLICY system ON check_definition FOR SELECT TO nocturne_system USING (true);
GRANT SELECT (organization_id, id, slug, name, kind, config, target, service_id, region_id, collector_id, interval_seconds, timeout_ms, degraded_ms, failures_to_down, successes_to_up, paused, asked_at, state, state_since, state_reason, version, updated_at) ON check_definition TO nocturne_system;

CREATE TABLE maintenance_window (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL CHECK (ends_at > starts_at),
  scope text NOT NULL CHECK (scope IN ('organization', 'region', 'service', 'host', 'check')),
  region_id uuid,
  service_id uuid,
  host_id uuid,
  check_id uuid,
  version int NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, id),
  -- Exactly the id that the scope names; an empty scope never means everything.
  CHECK (num_nonnulls(region_id, service_id, host_id, check_id) = CASE scope WHEN 'organization' THEN 0 ELSE 1 END),
  CHECK (CASE scope WHEN 'region' THEN region_id WHEN 'service' THEN service_id WHEN 'host' THEN host_id WHEN 'check' THEN check_id
         ELSE organization_id END IS NOT NULL),
  FOREIGN KEY (organization_id, region_id) REFERENCES region (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, service_id) REFERENCES service (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, host_id) REFERENCES host (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, check_id) REFERENCES check_definition (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX maintenance_window_ends ON maintenance_window (organization_id, ends_at);
ALTER TABLE maintenance_window ENABLE ROW LEVEL SECURITY;
ALTER TABLE maintenance_window FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON maintenance_window TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON maintenance_window TO nocturne_app;
CREATE POLICY system ON maintenance_window FOR SELECT TO nocturne_system USING (true);
GRANT SELECT ON maintenance_window TO nocturne_system;

CREATE TABLE state_change (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('service', 'service-region', 'region', 'host', 'collector', 'check')),
  subject_id uuid NOT NULL,
  region_id uuid,
  from_state text NOT NULL CHECK (from_state IN ('healthy', 'degraded', 'down', 'unknown', 'maintenance')),
  to_state text NOT NULL CHECK (to_state IN ('healthy', 'degraded', 'down', 'unknown', 'maintenance')),
  at timestamptz(3) NOT NULL,
  reason jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX state_change_subject ON state_change (organization_id, subject_kind, subject_id, at DESC);
CREATE INDEX state_change_at ON state_change (organization_id, at DESC);
ALTER TABLE state_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE state_change FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON state_change TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT ON state_change TO nocturne_app;
CREATE POLICY system ON state_change FOR SELECT TO nocturne_system USING (true);
GRANT SELECT ON state_change TO nocturne_system;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON state_change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE setting (
  organization_id uuid NOT NULL REFERENCES organization (id),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 100),
  value jsonb NOT NULL,
  version int NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, key)
);
ALTER TABLE setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE setting FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON setting TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON setting TO nocturne_app;
CREATE POLICY system ON setting FOR SELECT TO nocturne_system USING (true);
GRANT SELECT ON setting TO nocturne_system;

-- Until when the states of an organization were judged: a worker that starts goes on from there and misses no change between.
CREATE TABLE evaluation (
  organization_id uuid PRIMARY KEY REFERENCES organization (id),
  until timestamptz(3) NOT NULL
);
ALTER TABLE evaluation ENABLE ROW LEVEL SECURITY;
ALTER TABLE evaluation FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON evaluation TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
GRANT SELECT, INSERT, UPDATE ON evaluation TO nocturne_app;
CREATE POLICY system ON evaluation FOR SELECT TO nocturne_system USING (true);
GRANT SELECT ON evaluation TO nocturne_system;
