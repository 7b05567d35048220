/** The text of `numipay-mcp --help`. */
export const help = `Usage: numipay-mcp [options]

An MCP server over standard input and output, for coding agents. It connects to a
Numipay sandbox on this machine, which you start with: npx @numipay/cli sandbox

Options:
  --sandbox <url>  The sandbox, at a loopback address (default: http://127.0.0.1:4010).
  --allow-writes   Also offer the tools that create payments, change statuses,
                   advance the clock, and run the doctor.
  --version        Print the version.
  --help           Print this help.

Environment:
  NUMIPAY_API_KEY             A key of the sandbox, to create payments.
  NUMIPAY_SIGNATURE_PASSWORD  The signature password, to explain signatures and run
                              the doctor.
  NUMIPAY_CONTRACT            The file of the contract override, if you use one.

Documentation: https://github.com/numipay/numipay-node/tree/main/packages/mcp#readme`;
