import { describe, expect, test } from "@jest/globals";
import { findRoute } from "../../../../lab/services/apigateway/routing";
import { ACCOUNT, HOME, TestCloud } from "../platform/cloud";

const HOST = "traffic.example.com";
const CERTIFICATE = `arn:aws:acm:${HOME}:${ACCOUNT}:certificate/1`;

async function cloudWithApi(
  settings: object = {},
  sourcePath = "/*/*/traffic/secret",
  onCall = () => {},
): Promise<TestCloud> {
  const cloud = new TestCloud();
  await cloud.createFunction(HOME, "traffic", async (event) => {
    onCall();
    return { statusCode: 503, body: JSON.stringify(event) };
  });
  const api = (type: string, properties: object) => cloud.create(HOME, `AWS::ApiGatewayV2::${type}`, type, properties);
  const { ref: ApiId } = await api("Api", { Name: "traffic", ProtocolType: "HTTP", DisableExecuteApiEndpoint: true });
  const IntegrationUri = `arn:aws:lambda:${HOME}:${ACCOUNT}:function:traffic`;
  const proxy = { ApiId, IntegrationType: "AWS_PROXY", PayloadFormatVersion: "2.0", IntegrationUri };
  const integration = await api("Integration", proxy);
  await api("Route", { ApiId, RouteKey: "GET /traffic/secret", Target: `integrations/${integration.ref}` });
  await api("Stage", { ApiId, StageName: "$default", AutoDeploy: true, ...settings });
  const configuration = { CertificateArn: CERTIFICATE, EndpointType: "REGIONAL" };
  await api("DomainName", { DomainName: HOST, DomainNameConfigurations: [configuration] });
  await api("ApiMapping", { ApiId, DomainName: HOST, Stage: "$default" });
  await cloud.create(HOME, "AWS::Lambda::Permission", "Allow", {
    FunctionName: "traffic",
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
    SourceArn: `arn:aws:execute-api:${HOME}:${ACCOUNT}:${ApiId}${sourcePath}`,
  });
  return cloud;
}

const SECRET = { host: HOST, method: "GET", path: "/traffic/secret", body: "", headers: {} };

const get = (cloud: TestCloud, path: string, host = HOST) =>
  cloud.finish(cloud.in(HOME).apigateway.request({ host, method: "GET", path, body: "", headers: {} }));

describe("a request to an HTTP API", () => {
  test("is answered by the function behind its route, in format 2.0", async () => {
    const cloud = await cloudWithApi();
    const { status, body } = await get(cloud, "/traffic/secret?x=1");
    const event = JSON.parse(body);
    expect([
      status,
      event.version,
      event.rawPath,
      event.queryStringParameters,
      event.requestContext.http.method,
    ]).toEqual([503, "2.0", "/traffic/secret", { x: "1" }, "GET"]);
  });

  test("to another path, method or host is not found", async () => {
    const cloud = await cloudWithApi();
    expect((await get(cloud, "/traffic/guess")).status).toBe(404);
    expect((await get(cloud, "/traffic/secret", "other.example.com")).status).toBe(404);
    const post = cloud.in(HOME).apigateway.request({ ...SECRET, method: "POST" });
    expect((await cloud.finish(post)).status).toBe(404);
  });

  test("is refused in a flood, and served again once the flood is over", async () => {
    const DefaultRouteSettings = { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 1 };
    const cloud = await cloudWithApi({ DefaultRouteSettings });
    const flood = Array.from({ length: 8 }, () => cloud.in(HOME).apigateway.request(SECRET));
    const statuses = (await cloud.finish(Promise.all(flood))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(3);
    await cloud.pass(2);
    expect((await get(cloud, "/traffic/secret")).status).toBe(503);
  });

  const DefaultRouteSettings = { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 1 };
  const wrongPaths = (cloud: TestCloud, count: number) =>
    cloud.finish(
      Promise.all(
        Array.from({ length: count }, (_, guess) =>
          cloud.in(HOME).apigateway.request({ ...SECRET, path: `/traffic/guess-${guess}` }),
        ),
      ),
    );

  test("is answered in a flood of wrong paths, which use up neither its throttle nor an invocation", async () => {
    let invocations = 0;
    const cloud = await cloudWithApi({ DefaultRouteSettings }, "/*/*/traffic/secret", () => {
      invocations += 1;
    });
    const wrong = await wrongPaths(cloud, 1000);
    expect(new Set(wrong.map(({ status }) => status))).toEqual(new Set([404]));
    expect(invocations).toBe(0);
    const right = await Promise.all([get(cloud, SECRET.path), get(cloud, SECRET.path)]);
    expect(right.map(({ status }) => status)).toEqual([503, 503]);
    expect(invocations).toBe(2);
  });

  test("is refused while a flood uses up what all APIs of the account share, and served a moment later", async () => {
    const cloud = await cloudWithApi({ DefaultRouteSettings });
    const flood = wrongPaths(cloud, 5001);
    const right = get(cloud, SECRET.path);
    expect((await flood).filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await right).status).toBe(429);
    await cloud.pass(1);
    expect((await get(cloud, SECRET.path)).status).toBe(503);
  });

  test("fails when the function does not admit the API", async () => {
    const cloud = await cloudWithApi({}, "/*/*/another/path");
    expect((await get(cloud, "/traffic/secret")).status).toBe(500);
  });
});

describe("asking once more goes the same way to the same answer", () => {
  const repeats = (cloud: TestCloud, path = SECRET.path) =>
    cloud.in(HOME).apigateway.repeatsAnswer({ ...SECRET, path });
  const FUNCTION = "traffic";

  test("once the function has answered, and for as long as it is kept warm by being asked", async () => {
    const cloud = await cloudWithApi();
    expect(repeats(cloud)).toBe(false);
    await get(cloud, SECRET.path);
    for (let minute = 0; minute < 60; minute += 1) {
      await cloud.pass(60);
      expect(repeats(cloud)).toBe(true);
    }
    expect(repeats(cloud, "/traffic/guess")).toBe(false);
  });

  test("not when the sandbox has been idle for too long, or lived for too long", async () => {
    const idle = await cloudWithApi();
    await get(idle, SECRET.path);
    await idle.pass(601);
    expect(repeats(idle)).toBe(false);
    const old = await cloudWithApi();
    await get(old, SECRET.path);
    for (let minute = 0; minute < 119; minute += 1) {
      await old.pass(60);
      expect(repeats(old)).toBe(true);
    }
    await old.pass(61);
    expect(repeats(old)).toBe(false);
  });

  test("not while the function is broken, nor after it failed until it answers again", async () => {
    const cloud = await cloudWithApi();
    await get(cloud, SECRET.path);
    cloud.in(HOME).lambda.breakFunction(FUNCTION, "crashes");
    expect(repeats(cloud)).toBe(false);
    expect((await get(cloud, SECRET.path)).status).toBe(500);
    cloud.in(HOME).lambda.mendFunction(FUNCTION);
    expect(repeats(cloud)).toBe(false);
    await get(cloud, SECRET.path);
    expect(repeats(cloud)).toBe(true);
  });

  test("not when the throttle would refuse it: what it admits, it has used up", async () => {
    const DefaultRouteSettings = { ThrottlingBurstLimit: 3, ThrottlingRateLimit: 1 };
    const cloud = await cloudWithApi({ DefaultRouteSettings });
    await get(cloud, SECRET.path);
    const asked = Array.from({ length: 4 }, () => repeats(cloud));
    expect(asked.at(0)).toBe(true);
    expect(asked.at(-1)).toBe(false);
    expect((await get(cloud, SECRET.path)).status).toBe(429);
    await cloud.pass(3);
    // The last answer was the throttle's, not the function's.
    expect(repeats(cloud)).toBe(false);
  });
});

test("a domain name with a certificate of another Region is refused", async () => {
  const cloud = new TestCloud();
  const configuration = { CertificateArn: CERTIFICATE.replace(HOME, "us-east-1"), EndpointType: "REGIONAL" };
  const properties = { DomainName: HOST, DomainNameConfigurations: [configuration] };
  const create = async () => cloud.create(HOME, "AWS::ApiGatewayV2::DomainName", "Domain", properties);
  await expect(create).rejects.toThrow(/certificate of eu-west-1/);
});

describe("the most specific route wins", () => {
  const route = (key: string) => {
    const [method = "", path = ""] = key.split(" ");
    return { method, path, integrationId: key };
  };
  const routes = ["ANY $default", "GET /{proxy+}", "ANY /pets/{id}", "GET /pets/{id}", "GET /pets/5"].map(route);

  test.each([
    ["GET", "/pets/5", "GET /pets/5"],
    ["GET", "/pets/6", "GET /pets/{id}"],
    ["PUT", "/pets/6", "ANY /pets/{id}"],
    ["GET", "/a/b", "GET /{proxy+}"],
    ["PUT", "/a/b", "ANY $default"],
  ])("%s %s", (method, path, expected) => {
    expect(findRoute(routes, method, path)?.route.integrationId).toBe(expected);
  });

  test("and its variables are told", () => {
    expect(findRoute(routes, "GET", "/pets/6")?.pathParameters).toEqual({ id: "6" });
    expect(findRoute(routes, "GET", "/a/b")?.pathParameters).toEqual({ proxy: "a/b" });
  });
});
