/** How a command begins on AWS, without `--lab`: where it leads, whose credentials it has, and what time it is. */
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { clockOffsetMs } from "../../cli/session/clock-offset";
import { aheadBy, realClock } from "../../cli/session/real-clock";
import { storefront } from "../orchestrator/fixtures";
import { type AccountOptions, openAccount } from "./account";
import { baton, type Ended, jsonOf } from "./child";

const PAUSE = ["pause", "--by", "ada", "--reason", "migration", "--until", "2h"];

/** One command against one account: how it ended, in one line, and what it called. */
async function against(options: AccountOptions, ...words: string[]): Promise<Ended & { calls: readonly string[] }> {
  const aws = await openAccount(options);
  const ended = await baton([...words, "--application", storefront.application], aws.environment);
  aws.close();
  return { ...ended, errors: ended.errors.replace(/\s+/g, " "), calls: aws.calls };
}

describe("credentials", () => {
  test.each([
    [["status"]],
    [PAUSE],
    [["approve", "--by", "ada", "--yes"]],
    [["failover", "--by", "ada", "--reason", "dark", "--yes"]],
  ])(
    "of another account end %j before anything else is asked",
    async (words) => {
      const { status, errors, calls } = await against({ account: "210987654321" }, ...words);
      expect(status).toBe(1);
      expect(errors).toContain(
        "OtherAccount: These credentials are of account 210987654321 (arn:aws:iam::210987654321:user/ada), " +
          `and the plan of storefront is for account ${storefront.account}.`,
      );
      expect(calls).toEqual(["GetCallerIdentity"]);
    },
    30_000,
  );

  test("of the plan's account find out that nothing is deployed", async () => {
    const { status, errors, calls } = await against({ account: storefront.account }, "status");
    expect(status).toBe(1);
    expect(errors).toContain("NotDeployed: DynamoDB GetItem in eu-west-1 finds nothing of storefront");
    expect(errors).toContain("the table baton-storefront");
    expect(calls).toContain("GetItem");
  }, 30_000);
});

describe("an environment that leads elsewhere", () => {
  test.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"])(
    "by %s is refused by name before anything is asked, and is no matter with --lab",
    async (name) => {
      const aws = await openAccount({ account: storefront.account });
      const environment = { ...aws.environment, [name]: aws.endpoint };
      const onAws = await baton(PAUSE, environment);
      const inLab = await baton(["status", "--lab", "http://127.0.0.1:9"], environment);
      aws.close();
      expect(onAws.status).toBe(1);
      expect(onAws.errors.replace(/\s+/g, " ")).toContain(
        `Redirected: The environment leads AWS calls elsewhere: ${name}=${aws.endpoint}. For AWS: unset ${name}.`,
      );
      expect(aws.calls).toEqual([]);
      expect(inLab.errors).toContain("LabUnreachable");
    },
    30_000,
  );
});

describe("the time", () => {
  const HOUR_MS = 3_600_000;

  test.each([-50, 50])(
    "is AWS's, where this machine is %s min behind it",
    async (minutes) => {
      const aheadMs = minutes * 60_000;
      const table = { GetItem: {}, TransactWriteItems: {} };
      const ended = await against({ account: storefront.account, aheadMs, table }, ...PAUSE, "--json");
      const { automation } = jsonOf<{ automation: { pausedUntilMs: number } }>(ended);
      const ownEndMs = Date.now() + 2 * HOUR_MS;
      expect(Math.round((automation.pausedUntilMs - ownEndMs) / HOUR_MS)).toBe(Math.sign(minutes));
      expect(ended.calls).toEqual(["GetCallerIdentity", "GetItem", "TransactWriteItems"]);
    },
    30_000,
  );

  const exchange = fc.record({
    askedAtMs: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    awayMs: fc.integer({ min: 0, max: 20_000 }),
    thinkingShare: fc.double({ min: 0, max: 1, noNaN: true }),
    behindMs: fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS }),
  });

  test("is corrected by no more than is proved, never past AWS's, and to within the way there and back and a second", () => {
    fc.assert(
      fc.property(exchange, ({ askedAtMs, awayMs, thinkingShare, behindMs }) => {
        const writtenAtMs = askedAtMs + Math.round(awayMs * thinkingShare) + behindMs;
        const saidAtMs = Math.floor(writtenAtMs / 1000) * 1000;
        const offsetMs = clockOffsetMs({ askedAtMs, heardAtMs: askedAtMs + awayMs, saidAtMs });
        expect(Math.abs(offsetMs)).toBeLessThanOrEqual(Math.abs(behindMs));
        expect(offsetMs * behindMs).toBeGreaterThanOrEqual(0);
        expect(Math.abs(offsetMs - behindMs)).toBeLessThanOrEqual(awayMs + 1000);
      }),
    );
  });

  test("of a clock that is set forward goes on as before", () => {
    const clock = aheadBy({ ...realClock, now: () => 5 }, 1000);
    expect(clock.now()).toBe(1005);
  });
});
