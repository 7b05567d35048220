import { nameLibraryOptions } from "../options/library-options.js";

/** The sandbox's options, as the command line names them. Longer names come first. */
const names: readonly (readonly [RegExp, string])[] = [
  [
    /\bchaos\.replay must be a plan that sandbox\.chaosPlan\(\) returned/,
    "the --replay file must be a plan that --save-plan wrote",
  ],
  [/\bchaos\.replay\.([\w.[\]]+)/, "$1 in the --replay file"],
  [/\bchaos\.([\w.]+)/, "$1 in the --chaos file"],
  [/\bchaos must/, "the --chaos file must"],
  [/\bretries\.interval\b/, "--retry-interval"],
  [/\bretries\.attempts\b/, "--retry-attempts"],
  [
    /\bwebhookCa must be PEM certificates, not a file path/,
    "the --webhook-ca file must contain PEM certificates",
  ],
  [/\btls: the key and the certificate/, "--tls-key and --tls-cert"],
  [/\bOmit the seed\b/, "Remove --seed"],
];

/** Replaces the names of the sandbox's options in a message by those of the command. */
export function nameSandboxFlags(message: string): string {
  return nameLibraryOptions(names.reduce((text, [from, to]) => text.replace(from, to), message));
}
