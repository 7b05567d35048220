import { Inject, Injectable, Module, VersioningType } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { DocumentBuilder, SwaggerModule } from "@nestjs/swagger";
import { type EventRegistry, type Inbox, memoryInbox, Numipay } from "@numipay/core";
import {
  getNumipayToken,
  getNumipayWebhookToken,
  InjectNumipay,
  InjectNumipayWebhook,
  NumipayHealth,
  NumipayModule,
  type NumipayModuleOptions,
  type NumipayOptionsFactory,
  OnNumipayEvent,
} from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, it, vi } from "vitest";
import { createApp, otherPassword, platforms, quiet, serveApp } from "./serve-app.js";

const key = { apiKey: "dev-key", baseUrl: "https://gateway.example" };

@Injectable()
class Ledger {
  readonly credited: string[] = [];
  constructor(@Inject(Numipay) readonly numipay: Numipay) {}

  @OnNumipayEvent("*")
  credit(event: { tracking_id: string }): void {
    this.credited.push(event.tracking_id);
  }
}

describe.each(platforms)("NumipayModule on %s", (platform) => {
  it("serves the webhook, calls handlers and provides the client", async () => {
    const { app, deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, ...key })],
      providers: [Ledger],
    });
    const transaction = exampleTransaction();
    expect(await deliver("/webhooks/numipay", transaction)).toBe(200);
    expect(await deliver("/webhooks/numipay", transaction)).toBe(200);
    expect(app.get(Ledger).credited).toEqual([transaction.tracking_id]);
    expect(app.get(Ledger).numipay).toBeInstanceOf(Numipay);
  });

  it("separates the accounts of an app", async () => {
    const calls: string[] = [];
    @Injectable()
    class Desk {
      constructor(
        @InjectNumipay() readonly main: Numipay,
        @InjectNumipay("eu") readonly eu: Numipay,
        @InjectNumipayWebhook("eu") readonly euWebhook: EventRegistry,
      ) {}
      @OnNumipayEvent("*")
      onMain(): void {
        calls.push("main");
      }
      @OnNumipayEvent("*", { account: "eu" })
      onEu(): void {
        calls.push("eu");
      }
    }
    const { app, deliver } = await serveApp(platform, {
      imports: [
        NumipayModule.forRoot({ ...quiet, ...key }),
        NumipayModule.forRoot({
          ...quiet,
          ...key,
          name: "eu",
          path: "/eu/webhooks/numipay",
          signaturePassword: otherPassword,
        }),
      ],
      providers: [Desk],
    });
    expect(await deliver("/webhooks/numipay")).toBe(200);
    expect(await deliver("/eu/webhooks/numipay")).toBe(401);
    expect(await deliver("/eu/webhooks/numipay", exampleTransaction(), otherPassword)).toBe(200);
    expect(calls).toEqual(["main", "eu"]);
    const { main, eu, euWebhook } = app.get(Desk);
    expect(main).toBe(app.get(Numipay));
    expect(eu).toBe(app.get(getNumipayToken("eu")));
    expect(eu).not.toBe(main);
    expect(euWebhook).toBe(app.get(getNumipayWebhookToken("eu")));
  });

  it("creates one account if it is imported twice", async () => {
    const numipay = NumipayModule.forRoot({ ...quiet, ...key });
    @Module({ imports: [numipay], providers: [Ledger] })
    class Wallet {}
    @Module({ imports: [numipay] })
    class Reports {}
    const { app, deliver } = await serveApp(platform, { imports: [Wallet, Reports] });
    expect(await deliver()).toBe(200);
    expect(app.get(Ledger, { strict: false }).credited).toHaveLength(1);
  });

  describe("forRootAsync", () => {
    @Injectable()
    class Options implements NumipayOptionsFactory {
      createNumipayOptions(): NumipayModuleOptions {
        return { ...quiet, ...key };
      }
    }
    @Module({ providers: [Options], exports: [Options] })
    class ConfigModule {}

    const sources = {
      useFactory: {
        imports: [ConfigModule],
        inject: [Options],
        useFactory: async (options: Options) => options.createNumipayOptions(),
      },
      useClass: { useClass: Options },
      useExisting: { imports: [ConfigModule], useExisting: Options },
    } as never as Record<string, Parameters<typeof NumipayModule.forRootAsync>[0]>;

    it.each(Object.entries(sources))("supports %s, with path and name", async (_name, source) => {
      const named = { ...source, name: "eu", path: "/hooks/eu", isGlobal: true };
      const { app, deliver } = await serveApp(platform, {
        imports: [NumipayModule.forRootAsync(source), NumipayModule.forRootAsync(named)],
        providers: [Ledger],
      });
      expect(await deliver("/webhooks/numipay")).toBe(200);
      expect(await deliver("/hooks/eu")).toBe(200);
      expect(await deliver("/hooks/other")).toBe(404);
      expect(app.get(Ledger).credited).toHaveLength(1);
    });

    it("rejects a path from the factory", async () => {
      const options = { useFactory: () => ({ ...quiet, path: "/late" }) };
      const app = createApp(platform, { imports: [NumipayModule.forRootAsync(options)] });
      await expect(app).rejects.toThrow(/^path is needed before the factory runs/);
    });
  });

  it("provides its exports to all modules with isGlobal", async () => {
    @Module({ providers: [Ledger] })
    class Wallet {}
    const local = createApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, ...key }), Wallet],
    });
    await expect(local).rejects.toThrow(/resolve dependencies of the Ledger/);
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, ...key, isGlobal: true }), Wallet],
    });
    expect(await deliver()).toBe(200);
  });

  describe("the route", () => {
    const imports = [NumipayModule.forRoot({ ...quiet, path: "hooks/:shop/numipay" })];

    it("is served at path, or not at all if path is false", async () => {
      const { deliver } = await serveApp(platform, { imports });
      expect(await deliver("/hooks/cups/numipay")).toBe(200);
      expect(await deliver("/webhooks/numipay")).toBe(404);
      const none = await serveApp(platform, {
        imports: [NumipayModule.forRoot({ ...quiet, path: false })],
      });
      expect(await none.deliver("/webhooks/numipay")).toBe(404);
    });

    it("follows the global prefix", async () => {
      const served = await serveApp(platform, { imports }, (app) => app.setGlobalPrefix("api"));
      expect(await served.deliver("/api/hooks/cups/numipay")).toBe(200);
      expect(await served.deliver("/hooks/cups/numipay")).toBe(404);
    });

    it("can be excluded from the global prefix", async () => {
      const served = await serveApp(
        platform,
        { imports: [NumipayModule.forRoot(quiet)] },
        (app) => {
          app.setGlobalPrefix("api", { exclude: ["webhooks/numipay"] });
        },
      );
      expect(await served.deliver("/webhooks/numipay")).toBe(200);
      expect(await served.deliver("/api/webhooks/numipay")).toBe(404);
    });

    it.each([
      { type: VersioningType.URI as const, defaultVersion: "1" },
      { type: VersioningType.HEADER as const, header: "x-version", defaultVersion: "1" },
    ])("ignores the host's API version: %j", async (versioning) => {
      const served = await serveApp(platform, { imports: [NumipayModule.forRoot(quiet)] }, (app) =>
        app.enableVersioning(versioning),
      );
      expect(await served.deliver()).toBe(200);
    });

    it("responds if the platform's parser rejects the body", async () => {
      const { url } = await serveApp(platform, { imports }, (app) => app.setGlobalPrefix("api"));
      const headers = { "content-type": "application/json", "x-signature": "0".repeat(40) };
      const post = async (path: string): Promise<[number, string]> => {
        const response = await fetch(url + path, { method: "POST", headers, body: '{"a":' });
        return [response.status, await response.text()];
      };
      expect(await post("/api/hooks/cups/numipay")).toEqual([401, '{"outcome":"bad-signature"}']);
      expect((await post("/api/other"))[0]).toBe(400);
    });

    it("is excluded from the host's OpenAPI document", async () => {
      const app = await createApp(platform, { imports });
      await app.init();
      const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
      expect(document.paths).toEqual({});
    });

    it("passes the platform's request to a password function", async () => {
      const byShop: NumipayModuleOptions = {
        ...quiet,
        signaturePassword: ({ params }) => (params["shop"] === "cups" ? otherPassword : undefined),
      };
      const { deliver } = await serveApp(platform, {
        imports: [NumipayModule.forRoot({ ...byShop, path: "/hooks/:shop" })],
      });
      expect(await deliver("/hooks/cups", exampleTransaction(), otherPassword)).toBe(200);
      expect(await deliver("/hooks/hats", exampleTransaction(), otherPassword)).toBe(401);
    });
  });
});

describe("an account without a key", () => {
  it("has a client that throws when used", async () => {
    const app = await createApp("Express", { imports: [NumipayModule.forRoot(quiet)] });
    const numipay = app.get(Numipay);
    expect(numipay).toBeInstanceOf(Numipay);
    expect(() => numipay.payments).toThrow(/^apiKey is missing for account "default"/);
  });

  it("does not use the default account's credentials", async () => {
    process.env["NUMIPAY_API_KEY"] = "the-default-accounts-key";
    process.env["NUMIPAY_SIGNATURE_PASSWORD"] = quiet.signaturePassword as string;
    try {
      const { signaturePassword: _, ...rest } = quiet;
      const named = NumipayModule.forRoot({ ...rest, name: "eu" });
      await expect(createApp("Express", { imports: [named] })).rejects.toThrow(
        /^signaturePassword is missing for account "eu"/,
      );
      const app = await createApp("Express", {
        imports: [NumipayModule.forRoot({ ...quiet, name: "eu" })],
      });
      expect(() => app.get<Numipay>(getNumipayToken("eu")).payouts).toThrow(/^apiKey /);
    } finally {
      delete process.env["NUMIPAY_API_KEY"];
      delete process.env["NUMIPAY_SIGNATURE_PASSWORD"];
    }
  });
});

describe("forRoot", () => {
  it("reads missing options from the environment", async () => {
    vi.stubEnv("NUMIPAY_SIGNATURE_PASSWORD", quiet.signaturePassword as string);
    try {
      const { deliver } = await serveApp("Express", { imports: [NumipayModule.forRoot()] });
      expect(await deliver("/webhooks/numipay", exampleTransaction())).toBe(200);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe("startup rejects", () => {
  const refusal = (...imports: ReturnType<typeof NumipayModule.forRoot>[]): Promise<unknown> =>
    createApp("Express", { imports }).then((app) => app.init());

  it("a missing or empty password", async () => {
    await expect(refusal(NumipayModule.forRoot())).rejects.toThrow(/^signaturePassword /);
    await expect(refusal(NumipayModule.forRoot({ signaturePassword: "" }))).rejects.toThrow(
      /^signaturePassword /,
    );
  });

  it("an invalid client option if there is a key", async () => {
    const plain = { ...quiet, ...key, baseUrl: "http://gateway.example" };
    await expect(refusal(NumipayModule.forRoot(plain))).rejects.toThrow(/^baseUrl must use https/);
  });

  it("two accounts with the same name", async () => {
    const one = NumipayModule.forRoot(quiet);
    const other = NumipayModule.forRoot({ ...quiet, path: "/other" });
    await expect(refusal(one, other)).rejects.toThrow(
      /^name "default" is used by two NumipayModules/,
    );
  });
});

describe("NumipayHealth", () => {
  const check = async (inbox: Inbox): Promise<unknown> => {
    const app = await createApp("Express", {
      imports: [
        NumipayModule.forRoot({ ...quiet, ...key, inbox }),
        NumipayModule.forRoot({ ...quiet, name: "eu", path: "/eu" }),
      ],
    });
    return app.get(NumipayHealth, { strict: false }).check();
  };
  const eu = { path: "/eu", client: "no key", inbox: "not asked" };
  const main = { path: "/webhooks/numipay", client: "configured" };

  it("reports every account", async () => {
    expect(await check(memoryInbox())).toEqual({
      numipay: { status: "up", accounts: { default: { ...main, inbox: "not asked" }, eu } },
    });
  });

  it("is down if an inbox's ping rejects", async () => {
    const reachable = { ...memoryInbox(), ping: async () => undefined };
    expect(await check(reachable)).toEqual({
      numipay: { status: "up", accounts: { default: { ...main, inbox: "up" }, eu } },
    });
    const broken = {
      ...memoryInbox(),
      ping: () => Promise.reject(new Error("The store is unreachable.")),
    };
    expect(await check(broken)).toEqual({
      numipay: {
        status: "down",
        accounts: {
          default: { ...main, inbox: "down", reason: "The store is unreachable." },
          eu,
        },
      },
    });
  });
});

describe("an application context without HTTP", () => {
  it("provides the client and the webhook", async () => {
    @Module({ imports: [NumipayModule.forRoot({ ...quiet, ...key })], providers: [Ledger] })
    class Worker {}
    const app = await NestFactory.createApplicationContext(Worker, { logger: false });
    const transaction = exampleTransaction();
    await app.get<EventRegistry>(getNumipayWebhookToken()).apply(transaction, {
      source: "reconcile",
      matched: undefined,
      passwordIndex: undefined,
      request: undefined,
    });
    expect(app.get(Ledger).credited).toEqual([transaction.tracking_id]);
    await app.close();
  });
});
