CREATE TABLE IF NOT EXISTS "numipay_migrations" (
  version integer PRIMARY KEY,
  applied_at timestamptz NOT NULL DEFAULT now()
);

CREATE SEQUENCE IF NOT EXISTS "numipay_fence";

-- One row per applied change. Never delete rows: a deleted change could be replayed.
CREATE TABLE IF NOT EXISTS "numipay_changes" (
  transaction_key text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  is_final boolean NOT NULL,
  fence bigint NOT NULL,
  content_digest bytea NOT NULL,
  -- NULL once archived.
  content text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (transaction_key, status)
);

-- Deliveries that repeated a recorded change with different content. They were not applied; review each one.
CREATE TABLE IF NOT EXISTS "numipay_conflicts" (
  transaction_key text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  content_digest bytea NOT NULL,
  content text NOT NULL,
  times integer NOT NULL DEFAULT 1,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (transaction_key, status, content_digest)
);

CREATE TABLE IF NOT EXISTS "numipay_marks" (
  name text PRIMARY KEY,
  value text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO "numipay_migrations" (version) VALUES (1) ON CONFLICT DO NOTHING;
