// The events that AWS passes a function for one POST, with the fields of the AWS documentation. The body is text, or base64 if the
// API has binary media types.

const requestContext = (method, path) => ({
  accountId: "123456789012",
  apiId: "api-id",
  domainName: "id.execute-api.eu-central-1.amazonaws.com",
  domainPrefix: "id",
  http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "gateway" },
  requestId: "id",
  routeKey: "$default",
  stage: "$default",
  time: "12/Mar/2026:19:03:58 +0000",
  timeEpoch: 1_773_342_238_000,
});

/** HTTP API, payload format 2.0: names in lower case, several values of a header joined. */
const toVersion2 = ({ method, path, headers, ...body }) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: path,
  rawQueryString: "",
  headers,
  requestContext: requestContext(method, path),
  ...body,
});

/** REST API, payload format 1.0: names as they were sent, each header twice. */
function toVersion1({ method, path, headers, ...body }) {
  const sent = Object.entries(headers).map(([name, value]) => [toTitleCase(name), value]);
  return {
    resource: "/{proxy+}",
    path,
    httpMethod: method,
    headers: Object.fromEntries(sent),
    multiValueHeaders: Object.fromEntries(sent.map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: "123456789012",
      apiId: "api-id",
      httpMethod: method,
      identity: { sourceIp: "192.0.2.1", userAgent: "gateway" },
      path: `/prod${path}`,
      protocol: "HTTP/1.1",
      requestId: "id",
      resourcePath: "/{proxy+}",
      stage: "prod",
    },
    ...body,
  };
}

const toTitleCase = (name) => name.replaceAll(/(?:^|-)[a-z]/g, (letters) => letters.toUpperCase());

const elb = {
  targetGroupArn:
    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/6d0ecf831eec9f09",
};

/** A load balancer: names in lower case. */
const toBalancer = ({ method, path, headers, ...body }) => ({
  requestContext: { elb },
  httpMethod: method,
  path,
  queryStringParameters: {},
  headers,
  ...body,
});

/** A load balancer whose target group has multi-value headers. */
const toBalancerWithLists = ({ method, path, headers, ...body }) => ({
  requestContext: { elb },
  httpMethod: method,
  path,
  multiValueQueryStringParameters: {},
  multiValueHeaders: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  ),
  ...body,
});

/** A function URL: payload format 2.0, from a domain of its own. */
function toFunctionUrl(request) {
  const event = toVersion2(request);
  const domainName = "url-id.lambda-url.eu-central-1.on.aws";
  return { ...event, requestContext: { ...event.requestContext, domainName } };
}

export const events = {
  "REST API": toVersion1,
  "HTTP API": toVersion2,
  "function URL": toFunctionUrl,
  ALB: toBalancer,
  "ALB with multi-value headers": toBalancerWithLists,
};
