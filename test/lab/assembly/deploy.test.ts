import { describe, expect, test } from "@jest/globals";
import { deployAssembly } from "../../../lab/assembly/deploy-assembly";
import { readAssembly } from "../../../lab/assembly/read-assembly";
import { Journal } from "../../../lab/kernel/journal";
import type { FunctionPort } from "../../../lab/kernel/ports";
import type { ProvisionRequest } from "../../../lab/kernel/provision";
import { RandomSource } from "../../../lab/kernel/random";
import { VirtualClock } from "../../../lab/kernel/virtual-clock";
import { type StackInput, writeAssembly } from "../../support/cloud-assembly";

type Invoke = (event: Record<string, unknown>, put: (url: unknown, body: unknown) => void) => Promise<unknown>;

/** A cloud with two resource types and functions that do as they are told. */
function smallCloud(invoke: Invoke = async () => "") {
  const clock = new VirtualClock(0);
  const created: (ProvisionRequest & { atMs: number })[] = [];
  const mailboxes = new Map<unknown, (body: string) => void>();
  const create = (request: ProvisionRequest) => {
    created.push({ ...request, atMs: clock.now() });
    return { ref: `ref-${request.logicalId}`, attributes: { Arn: `arn-${request.logicalId}` } };
  };
  const functions: FunctionPort = {
    invoke: async (_, event) => {
      const put = (url: unknown, body: unknown) => mailboxes.get(url)?.(JSON.stringify(body));
      try {
        return { payload: JSON.stringify(await invoke(event as Record<string, unknown>, put)) };
      } catch (error) {
        return { payload: String(error), functionError: "Unhandled" };
      }
    },
    repeatsAnswer: () => false,
  };
  const ports = {
    clock,
    random: new RandomSource(7),
    journal: new Journal(() => clock.now()),
    functions,
    provisioners: () => ({ "Test::Thing": create, "Test::Other": create }),
    ssmParameter: (region: string, name: string) => (name === "/version" ? `30-${region}` : undefined),
    onceAnsweredAt: (url: string, answer: (body: string) => void) => void mailboxes.set(url, answer),
  };
  return {
    created,
    clock,
    deploy: (...stacks: StackInput[]) => finish(clock, deployAssembly(readAssembly(writeAssembly(...stacks)), ports)),
  };
}

async function finish<Value>(clock: VirtualClock, promise: Promise<Value>): Promise<Value> {
  let isOver = false;
  promise.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  await clock.run(10 * 3600 * 1000, () => isOver);
  return promise;
}

const stack = (resources: Record<string, unknown>, rest: Record<string, unknown> = {}): StackInput => ({
  name: "one",
  region: "eu-west-1",
  template: { Resources: resources, ...rest },
});
const thing = (properties: Record<string, unknown> = {}, rest = {}) => ({
  Type: "Test::Thing",
  Properties: properties,
  ...rest,
});

describe("deploying an assembly", () => {
  test("creates what is needed first and resolves what it gave", async () => {
    const cloud = smallCloud();
    await cloud.deploy(
      stack({ A: thing({ of: { "Fn::GetAtt": ["B", "Arn"] } }), B: thing({ name: { Ref: "C" } }), C: thing() }),
    );
    expect(cloud.created.map(({ logicalId }) => logicalId)).toEqual(["C", "B", "A"]);
    expect(cloud.created[2]?.properties).toEqual({ of: "arn-B" });
    expect(cloud.clock.now()).toBeGreaterThanOrEqual(1500);
  });

  test("resources that do not need each other are created side by side, so a missing DependsOn shows", async () => {
    const cloud = smallCloud();
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`R${index}`, thing()]));
    await cloud.deploy(stack({ ...many, Last: thing({}, { DependsOn: Object.keys(many) }) }));
    expect(cloud.created.slice(0, 40).map(({ logicalId }) => logicalId)).not.toEqual(Object.keys(many));
    expect(cloud.created[40]?.logicalId).toBe("Last");
  });

  test("an unknown type is an error before anything exists, with type, logical id, stack and what is known", async () => {
    const cloud = smallCloud();
    const attempt = cloud.deploy(stack({ A: thing(), Odd: { Type: "AWS::Braket::Quantum" } }));
    await expect(attempt).rejects.toThrow(
      "The lab does not know the resource type AWS::Braket::Quantum (resource Odd in stack one). It knows: Test::Other, Test::Thing.",
    );
    expect(cloud.created).toEqual([]);
  });

  test("a cycle is an error that shows it", async () => {
    const attempt = smallCloud().deploy(stack({ A: thing({ of: { Ref: "B" } }), B: thing({}, { DependsOn: "A" }) }));
    await expect(attempt).rejects.toThrow("Circular dependency in stack one: A -> B -> A.");
  });

  test("what a model refuses names the resource", async () => {
    const attempt = smallCloud().deploy(stack({ A: thing({ of: { "Fn::GetAtt": ["B", "Colour"] } }), B: thing() }));
    await expect(attempt).rejects.toThrow("Stack one, resource A (Test::Thing): Cannot resolve Fn::GetAtt B.Colour.");
  });

  test("conditions decide what exists, and parameters have their defaults", async () => {
    const cloud = smallCloud();
    const template = {
      Parameters: {
        Size: { Type: "Number", Default: 3 },
        BootstrapVersion: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/version" },
      },
      Conditions: { Big: { "Fn::Equals": [{ Ref: "Size" }, "3"] }, Small: { "Fn::Not": [{ Condition: "Big" }] } },
      Rules: { CheckBootstrapVersion: {} },
    };
    const resources = {
      Kept: thing({ version: { Ref: "BootstrapVersion" }, size: { Ref: "Size" } }, { Condition: "Big" }),
      Gone: thing({}, { Condition: "Small" }),
      Note: { Type: "AWS::CDK::Metadata" },
    };
    await cloud.deploy(stack(resources, template));
    expect(cloud.created.map(({ logicalId, properties }) => [logicalId, properties])).toEqual([
      ["Kept", { version: "30-eu-west-1", size: "3" }],
    ]);
  });

  test.each([
    ["a rule", { Rules: { Mine: {} } }, "rule Mine"],
    ["a transform", { Transform: "AWS::Serverless" }, "Transform"],
    ["a parameter without default", { Parameters: { P: { Type: "String" } } }, "Parameter P"],
  ])("%s that the lab does not know is refused by name", async (_, rest, named) => {
    const deploy = async () => smallCloud().deploy(stack({ A: thing({ p: { Ref: "P" } }) }, rest));
    await expect(deploy()).rejects.toThrow(named);
  });

  test("stacks come in the order of the manifest, and exports cross stacks of one Region only", async () => {
    const cloud = smallCloud();
    const exporting = { Outputs: { X: { Value: { Ref: "B" }, Export: { Name: "shared" } } } };
    const importing = { Resources: { A: thing({ x: { "Fn::ImportValue": "shared" } }) } };
    await cloud.deploy(
      { name: "user", region: "eu-west-1", template: importing, dependencies: ["giver"] },
      { name: "giver", region: "eu-west-1", template: { Resources: { B: thing() }, ...exporting } },
    );
    expect(cloud.created.map(({ stackName }) => stackName)).toEqual(["giver", "user"]);
    expect(cloud.created[1]?.properties).toEqual({ x: "ref-B" });
    const abroad = smallCloud().deploy(
      { name: "giver", region: "eu-west-1", template: { Resources: { B: thing() }, ...exporting } },
      { name: "user", region: "us-east-1", template: importing, dependencies: ["giver"] },
    );
    await expect(abroad).rejects.toThrow("no such export in us-east-1");
  });
});

describe("custom resources", () => {
  const custom = {
    Type: "Custom::Wait",
    Properties: { ServiceToken: { "Fn::GetAtt": ["F", "Arn"] }, Count: 3, Deep: [{ yes: true }] },
  };
  const resources = { F: thing(), W: custom, After: thing({ got: { "Fn::GetAtt": ["W", "Seen"] }, id: { Ref: "W" } }) };
  const echo = ({ StackId, RequestId, LogicalResourceId }: Record<string, unknown>) => ({
    StackId,
    RequestId,
    LogicalResourceId,
  });

  test("the function gets a CloudFormation event and its answer becomes the resource", async () => {
    const events: Record<string, unknown>[] = [];
    const cloud = smallCloud(async (event, put) => {
      events.push(event);
      put(event.ResponseURL, { ...echo(event), Status: "SUCCESS", PhysicalResourceId: "w-1", Data: { Seen: 16 } });
    });
    await cloud.deploy(stack(resources));
    expect(events).toEqual([
      expect.objectContaining({
        RequestType: "Create",
        ResourceType: "Custom::Wait",
        LogicalResourceId: "W",
        ResourceProperties: { ServiceToken: "arn-F", Count: "3", Deep: [{ yes: "true" }] },
      }),
    ]);
    expect(cloud.created.at(-1)?.properties).toEqual({ got: "16", id: "w-1" });
  });

  test("FAILED fails the deployment with the reason", async () => {
    const cloud = smallCloud(async (event, put) => {
      put(event.ResponseURL, {
        ...echo(event),
        Status: "FAILED",
        Reason: "no observations",
        PhysicalResourceId: "w-1",
      });
    });
    await expect(cloud.deploy(stack(resources))).rejects.toThrow(
      "Custom resource W of stack one failed: no observations.",
    );
  });

  test("silence fails after an hour, with what the function threw", async () => {
    const cloud = smallCloud(async () => {
      throw new Error("boom");
    });
    await expect(cloud.deploy(stack(resources))).rejects.toThrow(
      /no answer within 3600 s; the function failed: .*boom/,
    );
    expect(cloud.clock.now()).toBeGreaterThan(3600 * 1000);
  });

  test("an answer to another request is refused", async () => {
    const cloud = smallCloud(async (event, put) => {
      put(event.ResponseURL, { ...echo(event), RequestId: "other", Status: "SUCCESS", PhysicalResourceId: "w-1" });
    });
    await expect(cloud.deploy(stack(resources))).rejects.toThrow("the answer names another request");
  });
});

describe("reading an assembly", () => {
  test("a folder without a manifest is an error that names the file", () => {
    expect(() => readAssembly("/nowhere")).toThrow("Cannot read /nowhere/manifest.json");
  });
});
