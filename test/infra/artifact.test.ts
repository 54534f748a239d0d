import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Bundles, bundleFunctions } from "../../infra/bundle";
import { requirePlan } from "../../orchestrator/plan-rules";
import type { FunctionName } from "../../orchestrator/steps";
import { plan as storefront } from "../../plans/storefront";

/** Loads a bundle as Lambda does, calls its handler with an empty event, and prints what came of it as the last line. */
const CALL = `
const { handler } = require(process.argv[1]);
handler({}, { awsRequestId: "r-1", getRemainingTimeInMillis: () => 3000 }).then(
  (result) => console.log(JSON.stringify({ result })),
  ({ name, stack }) => console.log(JSON.stringify({ name, stack })),
);`;

let bundles: Bundles;

beforeAll(async () => {
  bundles = await bundleFunctions(requirePlan(storefront, "storefront"));
}, 120_000);

async function call(name: FunctionName, environment: Readonly<Record<string, string>>) {
  const { folder } = bundles[name];
  const child = spawn(process.execPath, ["--enable-source-maps", "-e", CALL, join(folder, "index.js")], {
    env: { ...environment, LAMBDA_TASK_ROOT: folder },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await once(child, "close");
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}

describe("a bundle, as it is uploaded", () => {
  test("keeps the names of errors, which the state machine catches, and of the sources they come from", async () => {
    const { name, stack } = await call("promote", { TABLE_NAME: "table" });
    expect(name).toBe("Baton.InvalidInput");
    expect(stack).toMatch(/lambdas\/.+\.ts:\d+/);
  }, 60_000);

  test("signs with the credentials that Lambda puts into the environment", async () => {
    const requests: IncomingMessage[] = [];
    const dynamoDb = createServer((request, response) => {
      requests.push(request);
      request.resume().on("end", () => response.end("{}"));
    }).listen(0);
    const endpoint = `http://127.0.0.1:${(dynamoDb.address() as AddressInfo).port}`;
    const { result } = await call("traffic", {
      TABLE_NAME: "table",
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "not-a-secret",
      AWS_SESSION_TOKEN: "session-of-the-role",
    });
    dynamoDb.closeAllConnections();
    dynamoDb.close();
    expect(result.statusCode).toBe(503);
    expect(requests[0]?.headers["x-amz-security-token"]).toBe("session-of-the-role");
    expect(requests[0]?.headers.authorization).toContain("Credential=AKIDEXAMPLE/");
    expect(requests[0]?.headers["x-amz-target"]).toBe("DynamoDB_20120810.GetItem");
  }, 60_000);
});
