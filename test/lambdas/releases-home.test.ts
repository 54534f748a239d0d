import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory as warmUp } from "../../lambdas/steps/warm-up.lambda";
import { type MoveBench, onBench } from "./move-bench";
import { withGroup } from "./other-plans";

beforeAll(warmUpSdk);

const WEB = { resourceId: "web" };
/** Longer than any copy takes. */
const COPIED_SECONDS = 3 * 3600;

const ec2Of = (bench: MoveBench) => bench.world.inRegion(bench.primary.region).ec2;
const copies = (bench: MoveBench) =>
  ec2Of(bench)
    .images.list()
    .filter(({ copiedFrom }) => copiedFrom !== undefined);
const groupOf = ({ world, primary }: MoveBench) => world.inRegion(primary.region).autoscaling.group("storefront-web");
const launchedImage = (bench: MoveBench) => {
  const { id, version } = groupOf(bench).template;
  return ec2Of(bench).launchSource(id, version).imageId;
};

/** A release was made in the standby while it served. */
async function releaseAway(bench: MoveBench): Promise<void> {
  bench.world.estate.images.publish("standby");
  await bench.pass(600);
}

describe("the release that a planned move launches", () => {
  test("is the newest of both Regions: it is copied first, once, and waited for", () =>
    onBench(async (bench) => {
      await releaseAway(bench);
      // Unlike a failover it has hours, so nobody is asked whether to wait.
      const capacity = { ...groupOf(bench).capacity };
      const first = await bench.call(warmUp, WEB);
      expect(first).toEqual({
        status: "pending",
        detail: expect.stringMatching(/^Image ami-\w+ is still being copied to the primary Region\.$/),
      });
      await bench.pass(30);
      expect(await bench.call(warmUp, WEB)).toEqual(first);
      expect(copies(bench)).toHaveLength(1);
      expect(groupOf(bench).capacity).toEqual(capacity);
      await bench.pass(COPIED_SECONDS);
      expect((await bench.converge(warmUp, 10, WEB)).status).toBe("done");
      expect(copies(bench)).toHaveLength(1);
      expect(launchedImage(bench)).toBe(copies(bench)[0]?.id);
    }));

  test("bears its origin: the original's tags and name, its Region, the key of where it goes", () =>
    onBench(async (bench) => {
      await releaseAway(bench);
      await bench.call(warmUp, WEB);
      const [original] = bench.world.inRegion(bench.standby.region).ec2.images.list().slice(-1);
      const [copy] = copies(bench);
      expect(copy).toMatchObject({
        name: `web-release-3 (copy 1 of ${original?.id})`,
        copiedFrom: { region: "eu-west-1", imageId: original?.id },
        snapshot: { kmsKeyId: expect.stringContaining(":kms:us-east-1:") },
      });
      const marks = expect.arrayContaining([
        { Key: "baton:copied-from", Value: `eu-west-1/${original?.id}` },
        { Key: "baton:application", Value: "storefront" },
        { Key: "baton:released-at", Value: new Date(original?.createdAtMs ?? 0).toISOString() },
      ]);
      expect(copy?.tags).toEqual(marks);
      expect(copy?.tags).toEqual(expect.arrayContaining([...(original?.tags ?? [])]));
      expect(copy?.snapshot.tags).toEqual(marks);
    }));

  test("is tried three times, and then needs a person", () =>
    onBench(async (bench) => {
      await releaseAway(bench);
      bench.world.estate.images.failCopies("primary", 3);
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        expect((await bench.call(warmUp, WEB)).status).toBe("pending");
        expect(copies(bench)).toHaveLength(attempt);
        await bench.pass(COPIED_SECONDS);
      }
      expect(await bench.call(warmUp, WEB)).toEqual({
        status: "blocked",
        detail: expect.stringMatching(/^The newest image, ami-\w+, could not be copied to the primary Region: three/),
      });
      expect(copies(bench)).toHaveLength(3);
    }));

  test("does not change under a move that has decided: a release made meanwhile holds nothing up", () =>
    onBench(async (bench) => {
      await bench.call(warmUp, WEB);
      const image = launchedImage(bench);
      await releaseAway(bench);
      expect((await bench.converge(warmUp, 10, WEB)).status).toBe("done");
      expect(copies(bench)).toEqual([]);
      expect(launchedImage(bench)).toBe(image);
    }));

  test("needs no new version of the template where one launches it already", () =>
    onBench(async (bench) => {
      const versions = () => ec2Of(bench).template("lt-0fedcba9876543210", undefined).describeVersions({}).length;
      const before = versions();
      expect((await bench.converge(warmUp, 10, WEB)).status).toBe("done");
      expect(versions()).toBe(before);
    }));

  test("is the newest of both Regions when a planned move goes away from home, too", () =>
    onBench(async (bench) => {
      bench.world.estate.images.publish("primary");
      await bench.pass(600);
      const away = { ...WEB, workflow: "switchover" } as const;
      expect((await bench.call(warmUp, away)).detail).toMatch(
        /^Image ami-\w+ is still being copied to the standby Region\.$/,
      );
      expect(bench.world.inRegion(bench.standby.region).ec2.images.list().at(-1)).toMatchObject({
        name: expect.stringMatching(/^web-release-3 \(copy 1 of ami-\w+\)$/),
        state: "pending",
      });
    }));

  test("must bear the plan's tag: without any a person is needed", () =>
    onBench(
      async (bench) =>
        expect(await bench.call(warmUp, WEB)).toEqual({
          status: "blocked",
          detail: "No image with the tag release=none is in the primary Region.",
        }),
      1,
      withGroup({ imageTag: { key: "release", value: "none" } }),
    ));
});
