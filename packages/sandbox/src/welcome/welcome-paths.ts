/** Where the forms of the welcome page and the doctor's report are sent. Below the portal, whose paths are reserved. */
export const welcomePaths = {
  webhookUrl: "/portal/welcome/webhook-url",
  signatureCheck: "/portal/welcome/signature-check",
  doctorRun: "/portal/welcome/doctor-run",
} as const;
