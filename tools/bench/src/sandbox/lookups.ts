/** How many transactions each day has, at every size: the database grows, the responses do not. */
export const transactionsPerDay = 100;

/** A request that a merchant or a user of the portal makes, in a sandbox with this many transactions. */
export interface Lookup {
  name: string;
  path: (size: number) => string;
  /** Whether the response contains what the lookup must find. */
  isComplete: (text: string, size: number) => boolean;
}

export const lookups: readonly Lookup[] = [
  {
    name: "API: list of one day",
    path: () => "/transactions?from=31-12-2025&to=31-12-2025",
    isComplete: (text) => (JSON.parse(text) as unknown[]).length > transactionsPerDay / 2,
  },
  {
    name: "API: status",
    path: (size) => `/transactions/${testTransaction(size)}`,
    isComplete: (text) => "transaction_status" in (JSON.parse(text) as object),
  },
  portal("newest", "", (size) => `past-${size}`),
  portal("deep page", "before=500", () => "past-499"),
  portal("by status", "status=rejected", () => "past-"),
  portal("by provider and status", "provider=cardo&status=rejected", () => "past-"),
  portal("live, in SEK", "mode=live&currency=SEK", () => "<h1"),
  portal("one day", "from=2025-12-25&to=2025-12-25", () => "past-"),
  portal("by tracking id", "q=past-777", () => "past-777"),
  portal("by prefix of a user id, about 555 hits", (size) => `q=${rareUser(size)}`, rareUser),
  portal("by a common prefix", "q=past-", (size) => `past-${size}`),
  {
    name: "Portal: charts of 30 days",
    path: () => "/portal/analytics",
    isComplete: (text) => text.includes("<svg"),
  },
];

/** @param expected the text that the page must contain */
function portal(
  name: string,
  query: string | ((size: number) => string),
  expected: (size: number) => string,
): Lookup {
  return {
    name: `Portal: ${name}`,
    path: (size) => `/portal/transactions?${typeof query === "string" ? query : query(size)}`,
    isComplete: (text, size) => text.includes(expected(size)),
  };
}

/** A user with the same number of hits at every size. A seeded history has 20,011 users, numbered from 1. */
function rareUser(size: number): string {
  if (size <= 1_000) return "customer-1";
  return size <= 100_000 ? "customer-77" : "customer-777";
}

/** About every fiftieth transaction of a seeded history is live. This one is not. */
function testTransaction(size: number): string {
  return `past-${size - 1}`;
}
