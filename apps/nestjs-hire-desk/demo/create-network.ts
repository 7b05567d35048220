/** What happens to the next response of the gateway, which has processed the request. */
type Fault = { kind: "drop" } | { kind: "replace"; status: number };

/** Creates the connection to a gateway. It can drop the next response or replace its status. */
export function createNetwork() {
  let nextFault: Fault | undefined;

  const fetchWithFault: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const fault = nextFault;
    if (fault === undefined) return response;
    nextFault = undefined;
    await response.body?.cancel();
    if (fault.kind === "replace") {
      return Response.json({}, { status: fault.status, headers: { location: "/elsewhere" } });
    }
    throw new TypeError("fetch failed", { cause: new Error("connection reset") });
  };

  return {
    fetch: fetchWithFault,
    dropNextResponse() {
      nextFault = { kind: "drop" };
    },
    replaceNextStatus(status: number) {
      nextFault = { kind: "replace", status };
    },
  };
}
