import { Inject, Injectable, Module, Scope } from "@nestjs/common";
import { Test, type TestingModuleBuilder } from "@nestjs/testing";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { quiet, signaturePassword } from "./serve-app.js";

const real = vi.fn();

@Injectable()
class Wallet {
  @OnNumipayEvent("deposit.*")
  credit(): void {
    real("credit");
  }
  @OnNumipayEvent("withdrawal.*")
  debit(): void {
    real("debit");
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestWallet extends Wallet {}

@Module({ imports: [NumipayModule.forRoot(quiet)], providers: [Wallet, RequestWallet] })
class AppModule {}

/** Starts the app, delivers one deposit and returns the status. */
async function deliver(builder: TestingModuleBuilder): Promise<number> {
  const app = (await builder.compile()).createNestApplication({ logger: false });
  onTestFinished(() => app.close());
  await app.listen(0, "127.0.0.1");
  const delivery = signDelivery(exampleTransaction(), { signaturePassword });
  return (await fetch(`${await app.getUrl()}/webhooks/numipay`, delivery)).status;
}

const override = (token: typeof Wallet) =>
  Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(token === Wallet ? RequestWallet : Wallet)
    .useValue({ credit: () => undefined, debit: () => undefined })
    .overrideProvider(token);

// Guards against an overridden provider whose handler is not called: decision 0014.
describe.each([
  ["singleton", Wallet],
  ["request-scoped provider", RequestWallet],
])("an overridden %s", (_kind, token) => {
  it("is called as a plain object", async () => {
    const credit = vi.fn();
    const mock = { credit, debit: vi.fn() };
    real.mockClear();
    expect(await deliver(override(token).useValue(mock))).toBe(200);
    expect([credit.mock.calls.length, real.mock.calls]).toEqual([1, []]);
    expect(credit).toHaveBeenCalledWith(
      expect.objectContaining({ status: "successful" }),
      expect.objectContaining({ type: "deposit.successful" }),
    );
  });

  it("is called as a class without decorators", async () => {
    const credit = vi.fn();
    @Injectable()
    class Fake {
      credit = credit;
      debit(): void {}
    }
    expect(await deliver(override(token).useClass(Fake))).toBe(200);
    expect(credit).toHaveBeenCalledOnce();
  });

  it("is called as a factory's result", async () => {
    const credit = vi.fn();
    const factory = async () => ({ credit, debit: vi.fn() });
    expect(await deliver(override(token).useFactory({ factory }))).toBe(200);
    expect(credit).toHaveBeenCalledOnce();
  });

  it("is called as an automatic mock", async () => {
    const credit = vi.fn();
    const methods: Record<string | symbol, unknown> = { credit };
    // Automatic mocks create any method when it is read.
    const get = (_target: object, key: string | symbol): unknown =>
      key === "then" ? undefined : (methods[key] ??= vi.fn());
    const mock = new Proxy({}, { get });
    expect(await deliver(override(token).useValue(mock))).toBe(200);
    expect(credit).toHaveBeenCalledOnce();
  });

  it.each([
    ["an object", { debit: vi.fn() }],
    ["a string as a method", { credit: "1", debit: vi.fn() }],
    ["null", null],
    ["a function", vi.fn()],
  ])("is rejected without its method: %s", async (_mock, mock) => {
    await expect(deliver(override(token).useValue(mock))).rejects.toThrow(
      /^handler (Request)?Wallet\.credit handles events, but the provider of (Request)?Wallet in AppModule has no such method/,
    );
  });

  it("is rejected as a class without its method", async () => {
    class Fake {
      debit(): void {}
    }
    await expect(deliver(override(token).useClass(Fake))).rejects.toThrow(/Wallet\.credit/);
  });
});

describe("a mocked dependency", () => {
  it("is called if its class has handlers", async () => {
    const credit = vi.fn();
    @Injectable()
    class Shop {
      constructor(@Inject(Wallet) readonly wallet: Wallet) {}
    }
    const builder = Test.createTestingModule({
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Shop],
    }).useMocker((token) => (token === Wallet ? { credit, debit: vi.fn() } : {}));
    expect(await deliver(builder)).toBe(200);
    expect(credit).toHaveBeenCalledOnce();
  });
});
