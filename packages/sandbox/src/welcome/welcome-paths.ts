/** The paths of the welcome page, except `/` itself. Below the portal, whose paths are reserved. */
export const welcomePaths = {
  /** The same page for its own script, which cannot ask for HTML at `/` as browsers do. */
  page: "/portal/welcome",
  // Where the forms and the report of `numipay doctor` are sent.
  webhookUrl: "/portal/welcome/webhook-url",
  signatureCheck: "/portal/welcome/signature-check",
  doctorRun: "/portal/welcome/doctor-run",
} as const;
