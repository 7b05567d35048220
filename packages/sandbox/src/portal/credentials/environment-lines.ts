/** The settings of an application, as lines for .env. */
export function environmentLines(setting: {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly signaturePassword: string;
}): string {
  const { apiKey, baseUrl, signaturePassword } = setting;
  return `NUMIPAY_API_KEY=${apiKey}\nNUMIPAY_BASE_URL=${baseUrl}\nNUMIPAY_SIGNATURE_PASSWORD=${signaturePassword}\n`;
}
