import { defaultAccount, InvalidOptionError, Numipay, type NumipayOptions } from "@numipay/core";

/**
 * The account's client. An account that only receives webhooks has no key: its client can be injected, and says what is
 * missing when it is used. Another account than the default one takes no key from the environment: that one is not its own.
 *
 * @throws InvalidOptionError where there is a key and another option is wrong
 */
export function createClient(
  name: string,
  options: NumipayOptions,
): { client: Numipay; hasKey: boolean } {
  const apiKey =
    options.apiKey ?? (name === defaultAccount ? process.env["NUMIPAY_API_KEY"] : undefined);
  if (apiKey === undefined) return { client: createKeylessClient(name), hasKey: false };
  return { client: new Numipay({ ...options, apiKey }), hasKey: true };
}

function createKeylessClient(name: string): Numipay {
  const explain = (): never => {
    const advice = name === defaultAccount ? ", or set NUMIPAY_API_KEY." : ".";
    throw new InvalidOptionError(
      "apiKey",
      `account "${name}" only receives webhooks; give NumipayModule its key to call the gateway${advice}`,
    );
  };
  const keyless: Numipay = Object.create(Numipay.prototype) as Numipay;
  return Object.defineProperties(keyless, {
    payments: { get: explain },
    payouts: { get: explain },
    transactions: { get: explain },
    request: { get: explain },
  });
}
