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
import { describe, expect, test, vi } from "vitest";
import { createApp, otherPassword, platforms, quiet, serveApp } from "./serve-app.js";

const key = { apiKey: "dev-key", baseUrl: "https://gateway.example" };

@Injectable()
class Ledger {
  readonly heard: string[] = [];
  constructor(@Inject(Numipay) readonly numipay: Numipay) {}

  @OnNumipayEvent("*")
  hear(event: { tracking_id: string }): void {
    this.heard.push(event.tracking_id);
  }
}

describe.each(platforms)("on %s", (platform) => {
  test("forRoot serves the webhook, calls handlers and gives the client by its class", async () => {
    const { app, deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, ...key })],
      providers: [Ledger],
    });
    const transaction = exampleTransaction();
    expect(await deliver("/webhooks/numipay", transaction)).toBe(200);
    expect(await deliver("/webhooks/numipay", transaction)).toBe(200);
    expect(app.get(Ledger).heard).toEqual([transaction.tracking_id]);
    expect(app.get(Ledger).numipay).toBeInstanceOf(Numipay);
  });

  test("accounts live side by side, each with route, password, client and handlers of its own; one route each", async () => {
    const heard: string[] = [];
    @Injectable()
    class Desk {
      constructor(
        @InjectNumipay() readonly main: Numipay,
        @InjectNumipay("eu") readonly eu: Numipay,
        @InjectNumipayWebhook("eu") readonly euWebhook: EventRegistry,
      ) {}
      @OnNumipayEvent("*")
      onMain(): void {
        heard.push("main");
      }
      @OnNumipayEvent("*", { account: "eu" })
      onEu(): void {
        heard.push("eu");
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
    expect(heard).toEqual(["main", "eu"]);
    const { main, eu, euWebhook } = app.get(Desk);
    expect(main).toBe(app.get(Numipay));
    expect(eu).toBe(app.get(getNumipayToken("eu")));
    expect(eu).not.toBe(main);
    expect(euWebhook).toBe(app.get(getNumipayWebhookToken("eu")));
  });

  test("one module imported by two others is one account with one route", async () => {
    const numipay = NumipayModule.forRoot({ ...quiet, ...key });
    @Module({ imports: [numipay], providers: [Ledger] })
    class Wallet {}
    @Module({ imports: [numipay] })
    class Reports {}
    const { app, deliver } = await serveApp(platform, { imports: [Wallet, Reports] });
    expect(await deliver()).toBe(200);
    expect(app.get(Ledger, { strict: false }).heard).toHaveLength(1);
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

    const ways = {
      useFactory: {
        imports: [ConfigModule],
        inject: [Options],
        useFactory: async (options: Options) => options.createNumipayOptions(),
      },
      useClass: { useClass: Options },
      useExisting: { imports: [ConfigModule], useExisting: Options },
    } as never as Record<string, Parameters<typeof NumipayModule.forRootAsync>[0]>;

    test.each(Object.entries(ways))("takes %s, with path and name beside it", async (_way, how) => {
      const named = { ...how, name: "eu", path: "/hooks/eu", isGlobal: true };
      const { app, deliver } = await serveApp(platform, {
        imports: [NumipayModule.forRootAsync(how), NumipayModule.forRootAsync(named)],
        providers: [Ledger],
      });
      expect(await deliver("/webhooks/numipay")).toBe(200);
      expect(await deliver("/hooks/eu")).toBe(200);
      expect(await deliver("/hooks/other")).toBe(404);
      expect(app.get(Ledger).heard).toHaveLength(1);
    });

    test("refuses what a factory decides too late", async () => {
      const late = { useFactory: () => ({ ...quiet, path: "/late" }) };
      const app = createApp(platform, { imports: [NumipayModule.forRootAsync(late)] });
      await expect(app).rejects.toThrow(/^path: is decided before a factory runs/);
    });
  });

  test("isGlobal spares other modules the import", async () => {
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

    test("stands where path says, and nowhere where it is false", async () => {
      const { deliver } = await serveApp(platform, { imports });
      expect(await deliver("/hooks/cups/numipay")).toBe(200);
      expect(await deliver("/webhooks/numipay")).toBe(404);
      const none = await serveApp(platform, {
        imports: [NumipayModule.forRoot({ ...quiet, path: false })],
      });
      expect(await none.deliver("/webhooks/numipay")).toBe(404);
    });

    test("follows the global prefix", async () => {
      const served = await serveApp(platform, { imports }, (app) => app.setGlobalPrefix("api"));
      expect(await served.deliver("/api/hooks/cups/numipay")).toBe(200);
      expect(await served.deliver("/hooks/cups/numipay")).toBe(404);
    });

    test("and may be excluded from it", async () => {
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

    test.each([
      { type: VersioningType.URI as const, defaultVersion: "1" },
      { type: VersioningType.HEADER as const, header: "x-version", defaultVersion: "1" },
    ])("has no version of the host's API: %j", async (versioning) => {
      const served = await serveApp(platform, { imports: [NumipayModule.forRoot(quiet)] }, (app) =>
        app.enableVersioning(versioning),
      );
      expect(await served.deliver()).toBe(200);
    });

    test("answers for a body that the platform's parser refuses, below prefix and parameters too", async () => {
      const { url } = await serveApp(platform, { imports }, (app) => app.setGlobalPrefix("api"));
      const headers = { "content-type": "application/json", "x-signature": "0".repeat(40) };
      const post = async (path: string): Promise<[number, string]> => {
        const answer = await fetch(url + path, { method: "POST", headers, body: '{"a":' });
        return [answer.status, await answer.text()];
      };
      expect(await post("/api/hooks/cups/numipay")).toEqual([401, '{"outcome":"bad-signature"}']);
      expect((await post("/api/other"))[0]).toBe(400);
    });

    test("is not in the host's OpenAPI document", async () => {
      const app = await createApp(platform, { imports });
      await app.init();
      const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
      expect(document.paths).toEqual({});
    });

    test("a password function is given the platform's request", async () => {
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

describe("an account that only receives", () => {
  test("needs no key, and its client says so when it is used", async () => {
    const app = await createApp("Express", { imports: [NumipayModule.forRoot(quiet)] });
    const numipay = app.get(Numipay);
    expect(numipay).toBeInstanceOf(Numipay);
    expect(() => numipay.payments).toThrow(/^apiKey: account "default" only receives webhooks/);
  });

  test("does not borrow the default account's key or password from the environment", async () => {
    process.env["NUMIPAY_API_KEY"] = "the-default-accounts-key";
    process.env["NUMIPAY_SIGNATURE_PASSWORD"] = quiet.signaturePassword as string;
    try {
      const { signaturePassword: _, ...rest } = quiet;
      const named = NumipayModule.forRoot({ ...rest, name: "eu" });
      await expect(createApp("Express", { imports: [named] })).rejects.toThrow(
        /^signaturePassword: account "eu" needs its own/,
      );
      const app = await createApp("Express", {
        imports: [NumipayModule.forRoot({ ...quiet, name: "eu" })],
      });
      expect(() => app.get<Numipay>(getNumipayToken("eu")).payouts).toThrow(/^apiKey: /);
    } finally {
      delete process.env["NUMIPAY_API_KEY"];
      delete process.env["NUMIPAY_SIGNATURE_PASSWORD"];
    }
  });
});

test("forRoot without options takes all from the environment", async () => {
  vi.stubEnv("NUMIPAY_SIGNATURE_PASSWORD", quiet.signaturePassword as string);
  try {
    const { deliver } = await serveApp("Express", { imports: [NumipayModule.forRoot()] });
    expect(await deliver("/webhooks/numipay", exampleTransaction())).toBe(200);
  } finally {
    vi.unstubAllEnvs();
  }
});

describe("start-up refuses", () => {
  const refusal = (...imports: ReturnType<typeof NumipayModule.forRoot>[]): Promise<unknown> =>
    createApp("Express", { imports }).then((app) => app.init());

  test("a missing or empty password", async () => {
    await expect(refusal(NumipayModule.forRoot())).rejects.toThrow(/^signaturePassword: /);
    await expect(refusal(NumipayModule.forRoot({ signaturePassword: "" }))).rejects.toThrow(
      /^signaturePassword: /,
    );
  });

  test("a wrong option of the client where there is a key", async () => {
    const plain = { ...quiet, ...key, baseUrl: "http://gateway.example" };
    await expect(refusal(NumipayModule.forRoot(plain))).rejects.toThrow(/^baseUrl: must be https/);
  });

  test("two accounts of one name", async () => {
    const one = NumipayModule.forRoot(quiet);
    const other = NumipayModule.forRoot({ ...quiet, path: "/other" });
    await expect(refusal(one, other)).rejects.toThrow(
      /^name: two NumipayModules make the account "default"/,
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

  test("tells of every account, and that an inbox without a ping was not asked", async () => {
    expect(await check(memoryInbox())).toEqual({
      numipay: { status: "up", accounts: { default: { ...main, inbox: "not asked" }, eu } },
    });
  });

  test("asks an inbox that has a ping, and is down when it rejects", async () => {
    const reachable = { ...memoryInbox(), ping: async () => undefined };
    expect(await check(reachable)).toEqual({
      numipay: { status: "up", accounts: { default: { ...main, inbox: "reachable" }, eu } },
    });
    const broken = { ...memoryInbox(), ping: () => Promise.reject(new Error("no database")) };
    expect(await check(broken)).toEqual({
      numipay: { status: "down", accounts: { default: { ...main, inbox: "unreachable" }, eu } },
    });
  });
});

test("an app without HTTP has the client and the webhook too", async () => {
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
  expect(app.get(Ledger).heard).toEqual([transaction.tracking_id]);
  await app.close();
});
