-- What Neon has, with Neon Auth and its Data API.
DO $$ BEGIN CREATE ROLE anonymous; EXCEPTION WHEN OTHERS THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE authenticated; EXCEPTION WHEN OTHERS THEN NULL; END $$;
CREATE SCHEMA auth;
CREATE FUNCTION auth.user_id() RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT current_setting('request.user_id', true) $$;
CREATE SCHEMA neon_auth;
CREATE TABLE neon_auth.users_sync (
  raw_json jsonb NOT NULL, id text PRIMARY KEY GENERATED ALWAYS AS (raw_json ->> 'id') STORED,
  name text, email text, created_at timestamptz, updated_at timestamptz, deleted_at timestamptz
);
