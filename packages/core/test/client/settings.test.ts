import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { Numipay } from "../../src/client/numipay.js";
import { type NumipayOptions, toSettings } from "../../src/client/settings.js";
import { InvalidOptionError } from "../../src/protocol/errors.js";
import { respondWith, checkout, startGateway } from "./stub-gateway.js";

const good = { apiKey: "key-1", baseUrl: "https://gateway.example" };

function refusalOf(options: object): InvalidOptionError {
  try {
    toSettings(options as NumipayOptions);
  } catch (error) {
    if (error instanceof InvalidOptionError) return error;
    throw error;
  }
  throw new Error(`the options were accepted: ${inspect(options)}`);
}

function refusalOfConnection(options: NumipayOptions): InvalidOptionError {
  const { connection } = toSettings(options);
  try {
    connection();
  } catch (error) {
    if (error instanceof InvalidOptionError) return error;
    throw error;
  }
  throw new Error("the connection was accepted");
}

function withEnvironment(values: Record<string, string | undefined>): void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  const put = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const [name, value] of Object.entries(values)) put(name, value);
  onTestFinished(() => before.forEach(([name, value]) => put(name, value)));
}

describe("apiKey and baseUrl", () => {
  it.each([
    ["apiKey", "NUMIPAY_API_KEY", { baseUrl: good.baseUrl }],
    ["apiKey", "NUMIPAY_API_KEY", { ...good, apiKey: "" }],
    ["baseUrl", "NUMIPAY_BASE_URL", { apiKey: good.apiKey }],
    ["baseUrl", "NUMIPAY_BASE_URL", { ...good, baseUrl: "" }],
  ])("names, without %s, the variable %s", (option, variable, options) => {
    withEnvironment({ NUMIPAY_API_KEY: undefined, NUMIPAY_BASE_URL: undefined });
    const isGiven = Object.values(options).includes("");
    const error = isGiven ? refusalOf(options) : refusalOfConnection(options);
    expect(error.option).toBe(option);
    expect(error.message).toContain(variable);
  });

  it("are missing until the first call", async () => {
    withEnvironment({ NUMIPAY_API_KEY: undefined, NUMIPAY_BASE_URL: undefined });
    const numipay = new Numipay();
    const missing = expect.objectContaining({ code: "invalid_option", option: "apiKey" });
    await expect(numipay.payments.hostedCheckout(checkout)).rejects.toEqual(missing);
    await expect(numipay.transactions.status("o-1")).rejects.toEqual(missing);
    await expect(numipay.payouts.approve({ tracking_id: "o-1" })).rejects.toEqual(missing);

    const gateway = await startGateway(respondWith(200, { url: "https://pay.example/1" }));
    withEnvironment({ NUMIPAY_API_KEY: "later", NUMIPAY_BASE_URL: gateway.url });
    await numipay.payments.hostedCheckout(checkout);
    expect(gateway.seen[0]?.headers["x-api-key"]).toBe("later");
  });

  it("default to the environment", async () => {
    const gateway = await startGateway(respondWith(200, { url: "https://pay.example/1" }));
    withEnvironment({ NUMIPAY_API_KEY: "from-environment", NUMIPAY_BASE_URL: gateway.url });
    await new Numipay().payments.hostedCheckout(checkout);
    expect(gateway.seen[0]?.headers["x-api-key"]).toBe("from-environment");
  });

  it("take precedence over the environment", async () => {
    const gateway = await startGateway(respondWith(200, { url: "https://pay.example/1" }));
    withEnvironment({
      NUMIPAY_API_KEY: "from-environment",
      NUMIPAY_BASE_URL: "https://no.example",
    });
    await new Numipay({ apiKey: "mine", baseUrl: gateway.url }).payments.hostedCheckout(checkout);
    expect(gateway.seen[0]?.headers["x-api-key"]).toBe("mine");
  });

  it.each([
    "canary-key\n",
    "canary-key\r\nX-Evil: 1",
    " canary-key",
    "canary key",
    "canary-kéy",
    "canary-key\0",
  ])("reject the key %j without printing it", (apiKey) => {
    const error = refusalOf({ ...good, apiKey });
    expect(error.option).toBe("apiKey");
    expect(inspect(error, { showHidden: true })).not.toMatch(/canary|X-Evil/);
  });

  it.each([
    "http://127.0.0.1:1",
    "http://127.9.9.9",
    "http://localhost:3000/v1",
    "http://[::1]:3000",
    "HTTP://LOCALHOST",
  ])("allow plain HTTP for %s", (baseUrl) => {
    expect(toSettings({ ...good, baseUrl }).connection().baseUrl.protocol).toBe("http:");
  });

  it.each([
    "http://gateway.example",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://0.0.0.0",
    "http://10.0.0.1",
    "http://[::ffff:8.8.8.8]",
    "ftp://gateway.example",
    "javascript:alert(1)",
    "//gateway.example",
    "gateway.example",
  ])("reject the base URL %s", (baseUrl) => {
    expect(refusalOf({ ...good, baseUrl }).option).toBe("baseUrl");
  });

  it.each([
    "https://user:canary@gateway.example",
    "https://canary@gateway.example",
    "https://gateway.example/?canary=1",
    "https://gateway.example/#canary",
    "https://user:canary@",
    "user:canary@gateway.example",
    "http://user:canary@gateway.example",
  ])("reject %s without printing it", (baseUrl) => {
    const error = refusalOf({ ...good, baseUrl });
    expect(error.option).toBe("baseUrl");
    expect(inspect(error, { showHidden: true })).not.toContain("canary");
  });
});

describe("contract", () => {
  it.each([
    "//evil.example/pay",
    "/\\evil.example",
    "\\\\evil.example",
    "/pay\\..\\x",
    "https://evil.example/pay",
    "pay",
    "",
    "/../pay",
    "/pay/..",
    "/pay/../../admin",
    "/%2e%2e/pay",
    "/pay/.%2E/admin",
    "/%2E./pay",
    "/pay?x=1",
    "/pay#x",
    "/pay x",
    "/pay\n",
    "/\t/evil.example",
    7,
  ])("rejects the path %j", (path) => {
    const contract = { operations: { hostedCheckout: { path } } };
    expect(refusalOf({ ...good, contract }).option).toBe("contract.operations.hostedCheckout.path");
    expect(refusalOf({ ...good, contract: { basePath: path === "" ? "/" : path } }).option).toBe(
      "contract.basePath",
    );
  });

  it.each(["hostedCheckouts", "toString", "constructor"])(
    "rejects the incomplete operation %s",
    (name) => {
      const contract = { operations: Object.fromEntries([[name, { path: "/pay" }]]) };
      const error = refusalOf({ ...good, contract });
      expect(error.option).toBe(`contract.operations.${name}`);
      expect(error.message).toContain("hostedCheckout");
    },
  );

  it("rejects an unknown option", () => {
    expect(refusalOf({ ...good, timeoutMS: 5 }).message).toBe(
      "timeoutMS is not an option. Did you mean timeoutMs?",
    );
    expect(refusalOf({ ...good, endpoints: {} }).message).toContain("Use apiKey, baseUrl");
  });
});

describe("numeric options", () => {
  it.each(["timeoutMs", "retries", "retryDelayMs"])("reject an invalid %s", (name) => {
    for (const value of [-1, 0.5, Number.NaN, Infinity, 2 ** 31, "5", 5n]) {
      expect(refusalOf({ ...good, [name]: value }).option).toBe(name);
    }
  });

  it("reject no time but accept no retries", () => {
    expect(refusalOf({ ...good, timeoutMs: 0 }).option).toBe("timeoutMs");
    expect(toSettings({ ...good, retries: 0, retryDelayMs: 0 }).retries).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 31, 2 ** 40])(
    "reject a call's timeoutMs of %d",
    async (timeoutMs) => {
      const gateway = await startGateway(respondWith(200, []));
      const numipay = new Numipay({ apiKey: "key-1", baseUrl: gateway.url });
      await expect(numipay.transactions.list(undefined, { timeoutMs })).rejects.toMatchObject({
        code: "invalid_option",
        option: "timeoutMs",
      });
      expect(gateway.seen).toEqual([]);
    },
  );
});
