import { defaultAccount, InvalidOptionError, Numipay, type NumipayOptions } from "@numipay/core";

/**
 * Creates the account's client. An account without a key only receives webhooks: its client can be injected, but throws when
 * used. Only the default account reads the key from the environment.
 *
 * @throws InvalidOptionError when there is a key and another option is invalid
 */
export function createClient(
  name: string,
  options: NumipayOptions,
): { client: Numipay; hasKey: boolean } {
  const apiKey =
    options.apiKey ?? (name === defaultAccount ? process.env["NUMIPAY_API_KEY"] : undefined);
  if (apiKey === undefined) return { client: createKeylessClient(name), hasKey: false };
  // The client itself reads a missing URL at its first call; a server must not start without it.
  const baseUrl = options.baseUrl ?? process.env["NUMIPAY_BASE_URL"] ?? "";
  return { client: new Numipay({ ...options, apiKey, baseUrl }), hasKey: true };
}

function createKeylessClient(name: string): Numipay {
  const rejectUse = (): never => {
    const advice = name === defaultAccount ? ", or set NUMIPAY_API_KEY." : ".";
    throw new InvalidOptionError(
      "apiKey",
      `is missing for account "${name}". To call the gateway, pass it to NumipayModule${advice}`,
    );
  };
  const keyless: Numipay = Object.create(Numipay.prototype) as Numipay;
  return Object.defineProperties(keyless, {
    payments: { get: rejectUse },
    payouts: { get: rejectUse },
    transactions: { get: rejectUse },
    request: { get: rejectUse },
  });
}
