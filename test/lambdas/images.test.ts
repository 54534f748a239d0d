import type { Image } from "@aws-sdk/client-ec2";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { at, type Place } from "../../lambdas/resources/client-at";
import { copyImage } from "../../lambdas/resources/copy-image";
import { seeImages } from "../../lambdas/resources/images-seen";
import { findImage } from "../../lambdas/resources/regional-image";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { storefront } from "../orchestrator/fixtures";
import { rig, type Script } from "./rig";

beforeAll(warmUpSdk);

const REGION = "eu-west-1";
const [group] = resourcesWith(storefront, "keepImages");
if (!group) throw new Error("The plan has no group.");

const placeOf = ({ runtime }: ReturnType<typeof rig>): Place =>
  at({ runtime, workflow: "failover" }, { role: "standby", region: REGION });

/** One piece of work in the standby Region, against what AWS answers there. */
function inStandby<T>(script: Script, work: (place: Place) => Promise<T>) {
  const world = rig(script);
  const calls = () => world.seen.map(({ operation, input }) => ({ operation, input }));
  return world.run(work(placeOf(world))).then((result) => ({ result, calls: calls() }));
}

const MADE = "2026-01-01T10:00:00.000Z";
const ours = [
  { Key: "baton:copied-from", Value: "us-east-1/ami-0" },
  { Key: "baton:application", Value: storefront.application },
];
const image = (changes: Partial<Image>): Image => ({
  ImageId: "ami-1",
  Name: "web-1",
  State: "available",
  CreationDate: MADE,
  ...changes,
});

describe("an image of a Region", () => {
  const seenAs = { imageId: "ami-1", name: "web-1", state: "available", releasedAtMs: Date.parse(MADE) };
  test.each<[string, Image, object | null]>([
    ["made there", image({}), { ...seenAs, copyOf: null, isOurs: false }],
    ["made of an instance there", image({ SourceImageRegion: REGION, SourceImageId: "ami-0" }), { copyOf: null }],
    [
      "copied by somebody else",
      image({ SourceImageRegion: "us-east-1", SourceImageId: "ami-0" }),
      { copyOf: { region: "us-east-1", imageId: "ami-0" }, isOurs: false },
    ],
    ["whose origin EC2 knows by half", image({ SourceImageRegion: "us-east-1" }), { copyOf: null }],
    ["whose origin EC2 knows by the other half", image({ SourceImageId: "ami-0" }), { copyOf: null }],
    [
      "copied by Baton",
      image({ Tags: [...ours, { Key: "baton:released-at", Value: "2025-12-24T00:00:00.000Z" }] }),
      { copyOf: { region: "us-east-1", imageId: "ami-0" }, isOurs: true, releasedAtMs: Date.UTC(2025, 11, 24) },
    ],
    ["copied by another application's keeper", image({ Tags: ours.slice(0, 1) }), { isOurs: false }],
    ["with a tag of ours and no origin", image({ Tags: ours.slice(1) }), { copyOf: null, isOurs: false }],
    [
      "with an origin that is no image",
      image({ Tags: [{ Key: "baton:copied-from", Value: "us-east-1" }] }),
      { copyOf: null },
    ],
    ["without a name", { ImageId: "ami-1", State: "available", CreationDate: MADE }, { name: "" }],
    ["that is being made", image({ State: "pending" }), { state: "pending" }],
    ["that failed", image({ State: "failed" }), { state: "failed" }],
    ["with an error", image({ State: "error" }), { state: "failed" }],
    ["that is disabled", image({ State: "disabled" }), null],
    ["that is gone", image({ State: "deregistered" }), null],
    ["without a state", { ImageId: "ami-1", Name: "web-1" }, null],
    ["without an ID", { Name: "web-1", State: "available" }, null],
  ])("%s is taken for what it is", async (_, described, expected) => {
    const { result } = await inStandby({ DescribeImages: () => ({ Images: [described] }) }, (place) =>
      seeImages(place, group),
    );
    expect(result.region).toBe(REGION);
    if (expected === null) expect(result.images).toEqual([]);
    else expect(result.images).toEqual([expect.objectContaining(expected)]);
  });

  test("is looked for by the plan's tag, and among the account's own", async () => {
    const { result, calls } = await inStandby({ DescribeImages: () => ({}) }, (place) => seeImages(place, group));
    expect(result.images).toEqual([]);
    const { key, value } = group.imageTag;
    expect(calls[0]?.input).toEqual({ Owners: ["self"], Filters: [{ Name: `tag:${key}`, Values: [value] }] });
  });

  test.each<[string, readonly Image[], object]>([
    [
      "the newest that is available, though a newer one is on its way",
      [
        image({ ImageId: "ami-old", CreationDate: "2025-01-01T00:00:00.000Z" }),
        image({ ImageId: "ami-new" }),
        image({ ImageId: "ami-coming", State: "pending", CreationDate: "2026-01-02T00:00:00.000Z" }),
      ],
      { state: "available", imageId: "ami-new" },
    ],
    [
      "what is on its way",
      [image({ State: "failed" }), image({ ImageId: "ami-2", State: "pending" })],
      { state: "copying", imageId: "ami-2" },
    ],
    ["none where all have failed", [image({ State: "failed" })], { state: "missing" }],
  ])("to launch: %s", async (_, Images, expected) => {
    const { result } = await inStandby({ DescribeImages: () => ({ Images }) }, (place) => findImage(place, group));
    expect(result).toEqual(expected);
  });
});

describe("a copy", () => {
  const released = (name: string) => ({
    role: "primary" as const,
    image: { imageId: "ami-0", name, state: "available" as const, releasedAtMs: 0, copyOf: null, isOurs: false },
  });
  const copy = (place: Place, name = "web-1", more = group) =>
    copyImage({ place, group: more, release: released(name), sourceRegion: "us-east-1", attempt: 2 });

  test("has a name of its own that EC2 takes, however long the original's is", async () => {
    const { result, calls } = await inStandby({ CopyImage: () => ({ ImageId: "ami-1" }) }, (place) =>
      copy(place, "w".repeat(128)),
    );
    const { Name } = calls[0]?.input ?? {};
    expect(result).toBe("ami-1");
    expect(Name).toHaveLength(128);
    expect(Name).toMatch(/^w+ \(copy 2 of ami-0\)$/);
  });

  test("is encrypted, with the plan's key of where it goes or else with AWS's own", async () => {
    const standbyImageKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/k";
    const script = { CopyImage: () => ({ ImageId: "ami-1" }) };
    const withKey = await inStandby(script, (place) => copy(place, "web-1", { ...group, standbyImageKeyArn }));
    expect(withKey.calls[0]?.input).toMatchObject({
      Encrypted: true,
      KmsKeyId: standbyImageKeyArn,
      CopyImageTags: true,
    });
    const { standbyImageKeyArn: _, ...keyless } = group;
    const without = await inStandby(script, (place) => copy(place, "web-1", keyless));
    expect(without.calls[0]?.input).toMatchObject({ Encrypted: true });
    expect(without.calls[0]?.input).not.toHaveProperty("KmsKeyId");
  });

  test("has one token within an hour, and can be made again in the next", async () => {
    const world = rig({ CopyImage: () => ({ ImageId: "ami-1" }) });
    for (const waitMs of [0, 60_000, 3_600_000]) {
      await world.clock.run(world.clock.now() + waitMs);
      await world.run(copy(placeOf(world)));
    }
    const [first, second, third] = world.seen.map(({ input }) => input.ClientToken);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test("that has been begun already is no error, and any other refusal is", async () => {
    const refusing = (code: string) => ({
      CopyImage: () => {
        throw new AwsError(code, "no", 400);
      },
    });
    const begun = await inStandby(refusing("InvalidAMIName.Duplicate"), (place) => copy(place));
    expect(begun.result).toBeNull();
    await expect(inStandby(refusing("UnauthorizedOperation"), (place) => copy(place))).rejects.toMatchObject({
      name: "UnauthorizedOperation",
    });
  });
});
