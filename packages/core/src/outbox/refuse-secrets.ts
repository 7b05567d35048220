import { InvalidArgumentError } from "../protocol/errors.js";

/** @throws InvalidArgumentError when the metadata, which is stored, repeats the API key or card data of the request */
export function refuseSecrets(
  metadata: string | undefined,
  hasSecret: (value: unknown) => boolean,
): void {
  if (metadata === undefined || !hasSecret(JSON.parse(metadata))) return;
  throw new InvalidArgumentError(
    "metadata",
    "must not contain the API key, or the card number or CVV of the request, because it is stored.",
  );
}
