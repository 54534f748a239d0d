import { beforeEach, describe, expect, test } from "@jest/globals";
import { Disturbances } from "../../../lab/kernel/disturbances";
import { Network } from "../../../lab/kernel/network";
import { RandomSource } from "../../../lab/kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../../lab/kernel/service";
import { VirtualClock } from "../../../lab/kernel/virtual-clock";
import { EventReplay } from "../../../lab/world/event-replay";
import { ServiceDirectory } from "../../../lab/world/service-directory";

let clock: VirtualClock;
let network: Network;
let directory: ServiceDirectory;
let calls: ApiCall[];

const recorder: ServiceModel = {
  handle: (call) => {
    calls.push(call);
    if (call.operation === "Refuse") throw new AwsError("Refused", "no");
    return "done";
  },
};

beforeEach(() => {
  clock = new VirtualClock(0);
  const random = new RandomSource(1);
  network = new Network(random);
  directory = new ServiceDirectory({ clock, random, network, disturbances: new Disturbances(clock) });
  calls = [];
  directory.add("states", "eu-west-1", recorder);
});

const call = (operation: string, input = {}) => {
  const caller = { arn: "aws:events", region: "us-east-1" };
  return directory.call({ service: "states", operation, input, region: "eu-west-1", caller });
};

/** What became of a promise within a minute. */
async function within(promise: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = "silence";
  promise.then(
    (value) => (outcome = value),
    (error: Error) => (outcome = error.name),
  );
  await clock.run(clock.now() + 60_000);
  return outcome;
}

describe("calls between services", () => {
  test("are answered, or refused by the model's own error", async () => {
    expect(await within(call("Start"))).toBe("done");
    expect(await within(call("Refuse"))).toBe("Refused");
    expect(calls.map(({ requestId }) => requestId)).toEqual([expect.any(String), expect.any(String)]);
  });

  test("into a dark Region stay unanswered and do nothing", async () => {
    network.darken({ region: "eu-west-1", sparedServices: [] });
    expect(await within(call("Start"))).toBe("silence");
    expect(calls).toEqual([]);
  });

  test("out of a dark Region never leave it, but for a service that is spared", async () => {
    network.darken({ region: "us-east-1", sparedServices: ["monitoring"] });
    expect(await within(call("Start"))).toBe("silence");
    expect(calls).toEqual([]);
    const sourceArn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:a";
    const callers = [
      { arn: "aws:cloudwatch", region: "us-east-1" },
      { arn: "aws:cloudwatch", region: "us-east-1", sourceArn },
      { arn: "arn:aws:iam::111122223333:role/r", region: "us-east-1" },
    ];
    const start = { service: "states", operation: "Start", input: {}, region: "eu-west-1" };
    const outcomes: unknown[] = [];
    for (const caller of callers) outcomes.push(await within(directory.call({ ...start, caller })));
    expect(outcomes).toEqual(["done", "done", "silence"]);
  });

  test("whose sender goes dark meanwhile are done, but nobody hears the answer", async () => {
    const answer = call("Start");
    directory.onCall(() => network.darken({ region: "us-east-1", sparedServices: [] }));
    expect(await within(answer)).toBe("silence");
    expect(calls).toHaveLength(1);
  });

  test("two models of one service, or of one resource type, are an error", () => {
    expect(() => directory.add("states", "eu-west-1", recorder)).toThrow("two models of states in eu-west-1");
    const creator = { provisioners: { "Test::Thing": () => ({ ref: "", attributes: {} }) } };
    directory.addProvisioners("eu-west-1", creator);
    expect(() => directory.addProvisioners("eu-west-1", creator)).toThrow("Two models create Test::Thing in eu-west-1");
    directory.addProvisioners("us-east-1", creator);
  });
});

describe("repeating an event", () => {
  test("starts the machine again with the input of the first start that the alarm itself made", async () => {
    const replay = new EventReplay(directory, "failover");
    expect(() => replay.deliverAgain(1)).toThrow("No event has started the failover yet");
    const stateMachineArn = "arn:aws:states:eu-west-1:111122223333:stateMachine:failover";
    await within(call("StartExecution", { stateMachineArn: `${stateMachineArn}-other`, input: "not this" }));
    await within(call("StartExecution", { stateMachineArn, input: '{"id":"forged-1"}' }));
    expect(replay.hasDelivered).toBe(false);
    await within(call("StartExecution", { stateMachineArn, input: "first" }));
    await within(call("StartExecution", { stateMachineArn, input: "second" }));
    replay.deliverAgain(2);
    await clock.run(clock.now() + 60_000);
    expect(calls.slice(-2).map(({ input }) => input)).toEqual([
      { stateMachineArn, input: "first" },
      { stateMachineArn, input: "first" },
    ]);
  });
});
