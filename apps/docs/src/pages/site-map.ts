import type { Page, Section } from "./page.js";

const page = (title: string, route: string, source: string): Page => ({ title, route, source });
const guide = (title: string, name: string) =>
  page(title, `guides/${name}`, `docs/guides/${name}.md`);
const operation = (title: string, name: string) =>
  page(title, `operations/${name}`, `docs/operations/${name}.md`);
const concept = (title: string, name: string) =>
  page(title, `concepts/${name}`, `docs/concepts/${name}.md`);
const packageGuide = (title: string, name: string) =>
  page(title, `guides/${name}`, `packages/${name}/README.md`);

/** The pages by the reader's question. Decisions and changelogs are added by their files. */
export const siteMap: readonly Section[] = [
  {
    title: "Get started",
    groups: [
      {
        title: "Get started",
        pages: [
          page("Overview", "index", "apps/docs/home.md"),
          page("Your first webhook", "get-started", "docs/get-started.md"),
        ],
      },
    ],
  },
  {
    title: "Guides",
    groups: [
      {
        title: "Frameworks",
        pages: [
          packageGuide("Express", "express"),
          packageGuide("Koa", "koa"),
          packageGuide("Fastify", "fastify"),
          packageGuide("NestJS", "nestjs"),
          guide("Hono", "hono"),
          guide("Next.js", "nextjs"),
          guide("SvelteKit", "sveltekit"),
          guide("Nuxt", "nuxt"),
          guide("Elysia", "elysia"),
        ],
      },
      {
        title: "Runtimes",
        pages: [
          guide("Bun", "bun"),
          guide("Deno", "deno"),
          guide("Cloudflare Workers", "workers"),
          guide("AWS Lambda", "lambda"),
          guide("Google and Azure functions", "cloud-functions"),
        ],
      },
      {
        title: "Databases and ORMs",
        pages: [
          packageGuide("SQL databases", "sql"),
          guide("Prisma", "prisma"),
          guide("TypeORM", "typeorm"),
          guide("Drizzle", "drizzle"),
          guide("Kysely", "kysely"),
          guide("Knex", "knex"),
          guide("postgres.js", "postgres-js"),
          guide("MariaDB", "mariadb"),
          guide("SQLite", "sqlite"),
          guide("PGlite", "pglite"),
          packageGuide("Redis", "redis"),
        ],
      },
      {
        title: "Queues",
        pages: [
          packageGuide("BullMQ", "bullmq"),
          guide("Send payouts from a transaction", "outbox"),
        ],
      },
      {
        title: "Tests",
        pages: [
          page(
            "Test your integration",
            "guides/test-your-integration",
            "docs/test-your-integration.md",
          ),
          guide("Jest and Vitest", "jest-vitest"),
          guide("Test against the sandbox", "test-against-the-sandbox"),
        ],
      },
    ],
  },
  {
    title: "Concepts",
    groups: [
      {
        title: "Concepts",
        pages: [
          concept("Exactly-once processing", "exactly-once"),
          concept("Signatures", "signatures"),
          concept("Statuses and order", "statuses"),
          page("Faults, step by step", "timeline", "apps/docs/timeline.md"),
          page("Guarantees", "concepts/guarantees", "docs/guarantees.md"),
        ],
      },
    ],
  },
  {
    title: "Operations",
    groups: [
      {
        title: "Before you go live",
        pages: [
          operation("Go live", "going-live"),
          operation("PCI scope", "pci-scope"),
          operation("Sizing", "sizing"),
          operation("Migrate from your own webhooks", "migration"),
        ],
      },
      {
        title: "In production",
        pages: [
          operation("Monitoring and alerts", "monitoring"),
          page("OpenTelemetry", "operations/opentelemetry", "packages/opentelemetry/README.md"),
          page("Webhooks were down", "operations/incident", "docs/incident.md"),
          page("Recover missed webhooks", "operations/reconcile", "docs/reconcile.md"),
          page("Recover lost outcomes", "operations/recover", "docs/recover.md"),
          operation("Rotate keys and passwords", "rotation"),
          operation("Upgrade", "upgrade"),
        ],
      },
    ],
  },
  {
    title: "Reference",
    groups: [
      {
        title: "Packages",
        pages: [
          page("Client and webhooks", "reference/core", "packages/core/README.md"),
          page("Command line", "reference/cli", "packages/cli/README.md"),
          page("Sandbox", "reference/sandbox", "packages/sandbox/README.md"),
          page("Testing", "reference/testing", "packages/testing/README.md"),
          page("Coding agents", "reference/mcp", "packages/mcp/README.md"),
        ],
      },
      {
        title: "Facts",
        pages: [
          page("Errors", "reference/errors", "docs/errors.md"),
          page("The gateway", "reference/gateway", "docs/gateway.md"),
          page("Telemetry", "reference/telemetry", "docs/telemetry.md"),
        ],
      },
    ],
  },
  {
    title: "Project",
    groups: [
      {
        title: "Evidence",
        pages: [
          page("Conformance", "project/conformance", "docs/conformance.md"),
          page("Inboxes", "project/inboxes", "docs/inboxes.md"),
          page("Benchmarks", "project/benchmarks", "tools/bench/README.md"),
          page("Chaos runs", "project/chaos", "tools/chaos/README.md"),
          page("Hostile traffic", "project/hostile", "tools/hostile/README.md"),
          page("Conformance matrix", "project/matrix", "tools/matrix/README.md"),
          page("Fuzzing", "project/fuzz", "tools/fuzz/README.md"),
        ],
      },
      {
        title: "Sample apps",
        pages: [
          page("Express shop", "project/express-shop", "apps/express-shop/README.md"),
          page("Koa sleeper train", "project/koa-sleeper", "apps/koa-sleeper/README.md"),
          page("NestJS hire desk", "project/nestjs-hire-desk", "apps/nestjs-hire-desk/README.md"),
          page("Fastify lifeboat", "project/fastify-lifeboat", "apps/fastify-lifeboat/README.md"),
          page("Hono arcade", "project/hono-arcade", "apps/hono-arcade/README.md"),
        ],
      },
      {
        title: "Repository",
        pages: [
          page("Contributing", "project/contributing", "CONTRIBUTING.md"),
          page("Security", "project/security", "SECURITY.md"),
          page("Writing style", "project/writing-style", "docs/writing-style.md"),
          page("This site", "project/site", "apps/docs/README.md"),
        ],
      },
    ],
  },
];
