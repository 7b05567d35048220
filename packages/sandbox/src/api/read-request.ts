import type { operations } from "@numipay/core/protocol";
import { ApiProblem } from "./api-problem.js";
import { validateFields, type Fields } from "./validate-fields.js";

/** Method, path, envelope and fields of one operation, as the contract has them. */
export type Operation = (typeof operations)[keyof typeof operations];

/**
 * Reads the body of an operation, out of its `{"request": …}` envelope if it has one. The type is what
 * `validateFields` has established. Throws an ApiProblem that says what to mend.
 */
export async function readRequest<T>(request: Request, operation: Operation): Promise<T> {
  const body = await readJson(request);
  const fields = operation.envelope ? body["request"] : body;
  if (!isFields(fields)) {
    throw new ApiProblem(
      400,
      'The fields belong into an envelope: {"request": {"tracking_id": …}}',
      "request",
    );
  }
  validateFields(fields, operation);
  return fields as T;
}

async function readJson(request: Request): Promise<Fields> {
  // Lenient here, the sandbox would let through what a stricter gateway refuses: curl and fetch call a text another type.
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json *(?:;|$)/i.test(type)) {
    throw new ApiProblem(
      415,
      "Send the body as JSON, with the header content-type: application/json",
    );
  }
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw new ApiProblem(400, "The body is not JSON");
  }
  if (!isFields(body)) throw new ApiProblem(400, "The body is not a JSON object");
  return body;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
