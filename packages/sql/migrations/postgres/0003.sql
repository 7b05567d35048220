-- Correctly signed deliveries that the contract cannot read, until they are applied.
CREATE TABLE IF NOT EXISTS "numipay_unreadable" (
  key text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  received_at timestamptz NOT NULL,
  -- The signed text as a JSON string, because PostgreSQL cannot store every text. NULL once removed.
  signed_text text,
  problem text NOT NULL,
  removed_at timestamptz
);

INSERT INTO "numipay_migrations" (version) VALUES (3) ON CONFLICT DO NOTHING;
