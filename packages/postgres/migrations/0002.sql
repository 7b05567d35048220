-- False where no handler was there for the change: a receiver that has one may still apply it.
ALTER TABLE "numipay_changes" ADD COLUMN IF NOT EXISTS is_handled boolean NOT NULL DEFAULT true;

-- The merchant accounts, and what the keys of each begin with.
CREATE TABLE IF NOT EXISTS "numipay_accounts" (
  name text COLLATE "C" PRIMARY KEY,
  namespace text COLLATE "C" NOT NULL,
  renamed_to text COLLATE "C",
  added_at timestamptz NOT NULL DEFAULT now()
);

-- What was recorded before there were accounts is the unnamed one's.
INSERT INTO "numipay_accounts" (name, namespace)
SELECT 'default', '' WHERE EXISTS (SELECT FROM "numipay_changes") ON CONFLICT DO NOTHING;

INSERT INTO "numipay_migrations" (version) VALUES (2) ON CONFLICT DO NOTHING;
