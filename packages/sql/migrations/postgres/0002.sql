-- False if there was no handler for the change. A receiver with a handler may still apply it.
ALTER TABLE "numipay_changes" ADD COLUMN IF NOT EXISTS is_handled boolean NOT NULL DEFAULT true;

-- The merchant accounts and the prefixes of their keys.
CREATE TABLE IF NOT EXISTS "numipay_accounts" (
  name text COLLATE "C" PRIMARY KEY,
  namespace text COLLATE "C" NOT NULL,
  renamed_to text COLLATE "C",
  added_at timestamptz NOT NULL DEFAULT now()
);

-- Changes recorded before accounts existed belong to the default account.
INSERT INTO "numipay_accounts" (name, namespace)
SELECT 'default', '' WHERE EXISTS (SELECT FROM "numipay_changes") ON CONFLICT DO NOTHING;

INSERT INTO "numipay_migrations" (version) VALUES (2) ON CONFLICT DO NOTHING;
