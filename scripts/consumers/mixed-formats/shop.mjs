// The part of the project that is an ES module.
import * as core from "@numipay/core";
import * as node from "@numipay/core/node";
import * as protocol from "@numipay/core/protocol";
import * as adapter from "@numipay/express";

export const imported = { core, node, protocol, adapter };
