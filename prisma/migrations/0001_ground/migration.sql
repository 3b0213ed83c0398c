-- Identity, the record of changes, leases. Roles nocturne_app and nocturne_system exist before the first migration runs.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

GRANT USAGE ON SCHEMA public TO nocturne_app, nocturne_system;

CREATE TABLE organization (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9](-?[a-z0-9]){0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at timestamptz(3) NOT NULL
);
ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON organization TO nocturne_app
  USING (id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (id = current_setting('nocturne.organization')::uuid);
CREATE POLICY system ON organization FOR SELECT TO nocturne_system USING (true);
GRANT SELECT, INSERT, UPDATE ON organization TO nocturne_app;
GRANT SELECT ON organization TO nocturne_system;

-- People and their sessions belong to no organization: they are looked up before one is known.
CREATE TABLE user_account (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) <= 254),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  password_hash text,
  locale text CHECK (locale IN ('en', 'ko')),
  created_at timestamptz(3) NOT NULL,
  disabled_at timestamptz(3)
);
GRANT SELECT, INSERT, UPDATE ON user_account TO nocturne_app;

CREATE TABLE member (
  organization_id uuid NOT NULL REFERENCES organization (id),
  user_id uuid NOT NULL REFERENCES user_account (id),
  role text NOT NULL CHECK (role IN ('viewer', 'operator', 'manager', 'executive', 'administrator')),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX member_user ON member (user_id);
ALTER TABLE member ENABLE ROW LEVEL SECURITY;
ALTER TABLE member FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON member TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
-- Signing in must find the organizations of one person before any is chosen.
CREATE POLICY own ON member FOR SELECT TO nocturne_app
  USING (user_id = nullif(current_setting('nocturne.user', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON member TO nocturne_app;

CREATE TABLE session (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  user_id uuid NOT NULL REFERENCES user_account (id),
  organization_id uuid NOT NULL REFERENCES organization (id),
  created_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  ip text,
  user_agent text,
  FOREIGN KEY (organization_id, user_id) REFERENCES member (organization_id, user_id) ON DELETE CASCADE
);
CREATE INDEX session_of_user ON session (user_id);
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE session FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON session TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
-- The bearer of a token may find the one row that holds its hash.
CREATE POLICY bearer ON session FOR SELECT TO nocturne_app
  USING (token_hash = decode(nullif(current_setting('nocturne.token_hash', true), ''), 'hex'));
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO nocturne_app;

CREATE TABLE api_key (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  prefix text NOT NULL UNIQUE,
  hash bytea NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('viewer', 'operator', 'manager', 'executive', 'administrator', 'ingest')),
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  PRIMARY KEY (organization_id, id)
);
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON api_key TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
CREATE POLICY bearer ON api_key FOR SELECT TO nocturne_app
  USING (hash = decode(nullif(current_setting('nocturne.token_hash', true), ''), 'hex'));
GRANT SELECT, INSERT, UPDATE ON api_key TO nocturne_app;

-- Attempts to sign in, counted per e-mail and per address; real time, kept for an hour.
CREATE TABLE sign_in_attempt (
  subject bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX sign_in_attempt_subject ON sign_in_attempt (subject, at);
CREATE INDEX sign_in_attempt_at ON sign_in_attempt (at);
GRANT SELECT, INSERT, DELETE ON sign_in_attempt TO nocturne_app;

-- One row per change: audit trail, timeline, live signal and the worker's to-do.
CREATE TABLE record (
  organization_id uuid NOT NULL REFERENCES organization (id),
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  kind text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'key', 'collector', 'system')),
  actor_id uuid,
  actor_name text NOT NULL,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  before jsonb,
  after jsonb,
  ip text,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (organization_id, seq)
);
CREATE INDEX record_subject ON record (organization_id, subject_kind, subject_id, seq);
CREATE INDEX record_at ON record (organization_id, at);
ALTER TABLE record ENABLE ROW LEVEL SECURITY;
ALTER TABLE record FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON record TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
CREATE POLICY system ON record FOR SELECT TO nocturne_system USING (true);
GRANT SELECT, INSERT ON record TO nocturne_app;
GRANT SELECT ON record TO nocturne_system;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The head of each organization's chain; its row lock gives records one gapless order.
CREATE TABLE record_head (
  organization_id uuid PRIMARY KEY REFERENCES organization (id),
  seq bigint NOT NULL,
  hash bytea NOT NULL
);
ALTER TABLE record_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_head FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON record_head TO nocturne_app
  USING (organization_id = current_setting('nocturne.organization')::uuid)
  WITH CHECK (organization_id = current_setting('nocturne.organization')::uuid);
CREATE POLICY system ON record_head FOR SELECT TO nocturne_system USING (true);
GRANT SELECT, INSERT, UPDATE ON record_head TO nocturne_app;
GRANT SELECT ON record_head TO nocturne_system;

-- Who does a singleton duty now. Real database time; the fence rises with each holder and travels with every later write.
CREATE TABLE lease (
  name text PRIMARY KEY,
  holder text NOT NULL,
  fence bigint NOT NULL,
  until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON lease TO nocturne_system;
GRANT SELECT ON lease TO nocturne_app;

-- Read by every process only when the clock is held by a test.
CREATE TABLE clock_offset (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  ms bigint NOT NULL DEFAULT 0
);
INSERT INTO clock_offset DEFAULT VALUES;
GRANT SELECT, UPDATE ON clock_offset TO nocturne_system;
GRANT SELECT ON clock_offset TO nocturne_app;

GRANT SELECT ON _prisma_migrations TO nocturne_app, nocturne_system;
