interface InternalType {
  name: string;
  packageName: string;
  /** Whether the page of what refers to it describes it. */
  isShown: boolean;
  reason: string;
}

const type = (isShown: boolean, folder: string, reason: string, names: string) =>
  names.split(" ").map((name): InternalType => ({
    name,
    packageName: `@numipay/${folder}`,
    isShown,
    reason,
  }));

/**
 * Types that a public declaration refers to and that no entry exports. The site is not built while one is missing here: export it, or
 * write down why not.
 */
export const internalTypes: readonly InternalType[] = [
  ...type(true, "core", "Only extended by the classes of errors.", "ResponseDetails NamedCall"),
  ...type(true, "core", "The fields of a generic response.", "RedirectResponse"),
  ...type(
    true,
    "core",
    "Callers pass a literal.",
    "PasswordReading JournalSettings FailedConnection",
  ),
  ...type(true, "core", "Read from a table.", "OutcomeResponse StoredRequests"),
  ...type(true, "core", "Inferred from the handler.", "SynchronousReturn Callback"),
  ...type(true, "core", "Inferred from the request.", "WithExtra"),
  ...type(
    true,
    "core",
    "A message is `TelemetryMessages` at its channel's name.",
    "AttemptMessage CallMessage ClaimMessage CommitMessage DeliveryMessage HandlerMessage OutboxMessage QueueAddMessage QueueProcessMessage ReconcileMessage RecoverMessage VerifyMessage",
  ),
  ...type(
    true,
    "core",
    "What several messages extend.",
    "AttemptStart AttemptEnd ChangeMessage ServerAddress TraceMessage",
  ),
  ...type(true, "core", "A key of `TelemetryMessages`.", "TelemetryChannel"),
  ...type(
    true,
    "core",
    "A field of a message.",
    "CallOutcome DeliverySource Processed TracedError TracedReport",
  ),
  ...type(true, "core", "The part of a pino logger that is called.", "PinoLike"),
  ...type(true, "bullmq", "Read from the data of a job.", "Carrier"),
  ...type(
    false,
    "core",
    "Computes types from a registered contract, which `defineContract` describes.",
    "AddedOperation WithOverride WithReadOverride RequestFields ResponseFields",
  ),
  ...type(
    true,
    "cli",
    "Returned or read by the program that starts the command.",
    "ProcessTerminal UserModule",
  ),
  ...type(true, "express", "A list of handlers for `app.use`.", "Handlers"),
  ...type(false, "nestjs", "Injected by Nest.", "Accounts Account"),
  ...type(
    false,
    "nestjs",
    "Nest's own class, which has the static methods.",
    "ConfigurableModuleClass",
  ),
  ...type(
    true,
    "nestjs",
    "The compiler checks a decorated method with it.",
    "HandlerMethod IntentMethod",
  ),
  ...type(true, "redis", "The part of a client of `redis` that is called.", "NodeRedisNode"),
  ...type(false, "sandbox", "The keys of a table, which are in the comment of the type.", "unitMs"),
  ...type(
    true,
    "sql",
    "What is shared by options and inboxes of several entries.",
    "PeekState ContentOptions",
  ),
];

/** Throws if one of these is not in the list, or if one of the list is not among these. */
export function checkInternalTypes(found: readonly { name: string; packageName: string }[]): void {
  const toKey = (one: { name: string; packageName: string }) => `${one.name} of ${one.packageName}`;
  const seen = new Set(found.map(toKey));
  const listed = new Set(internalTypes.map(toKey));
  const problems = [
    ...[...seen]
      .filter((key) => !listed.has(key))
      .map((key) => `${key} is public, but not exported. Export it, or add it`),
    ...[...listed]
      .filter((key) => !seen.has(key))
      .map((key) => `No public declaration refers to ${key}. Remove it`),
  ];
  if (problems.length > 0) {
    throw new Error(problems.map((one) => `${one} (src/api/internal-types.ts).`).join("\n"));
  }
}
