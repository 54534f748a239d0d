import type { Image, LaunchTemplateVersion } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "@jest/globals";
import { Ec2Service } from "../../../../lab/services/ec2/ec2-service";
import { ask, smallLab } from "../../estate/small-lab";

/** Descriptions show any change by then. */
const DESCRIBED_SECONDS = 10;
const TAGS = [{ Key: "application", Value: "shop" }];

function setUp() {
  const small = smallLab();
  const primary = new Ec2Service(small.lab, "us-east-1");
  const standby = new Ec2Service(small.lab, "eu-west-1");
  standby.connect(new Map([["us-east-1", primary]]));
  const source = primary.addImage("release-7", 0, TAGS);
  const images = async (input: object = {}) =>
    (await ask<{ Images: Image[] }>(standby, "DescribeImages", { ...input })).Images;
  const copy = async (input: object = {}) =>
    (
      await ask<{ ImageId: string }>(standby, "CopyImage", {
        Name: "release-7",
        SourceRegion: "us-east-1",
        SourceImageId: source.id,
        ...input,
      })
    ).ImageId;
  return { ...small, primary, standby, source, images, copy };
}

describe("a copied image", () => {
  test("has an ID of its own, is pending for minutes, and has tags only when asked", async () => {
    const { copy, images, runFor, source } = setUp();
    const plain = await copy();
    const tagged = await copy({ CopyImageTags: true, Name: "release-7-tagged" });
    expect(new Set([plain, tagged, source.id]).size).toBe(3);
    await runFor(60);
    expect(await images({ Filters: [{ Name: "state", Values: ["available"] }] })).toEqual([]);
    await runFor(2 * 3600);
    const available = await images({ Filters: [{ Name: "state", Values: ["available"] }], Owners: ["self"] });
    expect(available.map(({ ImageId, Tags }) => [ImageId, Tags])).toEqual([
      [plain, []],
      [tagged, TAGS],
    ]);
    const byTag = await images({ Filters: [{ Name: "tag:application", Values: ["shop", "other"] }] });
    expect(byTag.map(({ ImageId }) => ImageId)).toEqual([tagged]);
  });

  test("is made once per client token", async () => {
    const { copy, images, runFor } = setUp();
    expect(await copy({ ClientToken: "run-1" })).toBe(await copy({ ClientToken: "run-1" }));
    await runFor(DESCRIBED_SECONDS);
    expect(await images()).toHaveLength(1);
  });

  test("has a name that nothing else in its Region has", async () => {
    const { copy } = setUp();
    await copy();
    await expect(copy()).rejects.toMatchObject({ code: "InvalidAMIName.Duplicate" });
    await expect(copy({ Name: "what?" })).rejects.toMatchObject({ code: "InvalidAMIName.Malformed" });
  });

  test("of one client token cannot be another copy", async () => {
    const { copy } = setUp();
    await copy({ ClientToken: "run-1" });
    const other = copy({ ClientToken: "run-1", CopyImageTags: true });
    await expect(other).rejects.toMatchObject({ code: "IdempotentParameterMismatch" });
  });

  test("bears the request's tags from its first moment, on its snapshot too, and says where it comes from", async () => {
    const { copy, images, source, standby, runFor } = setUp();
    const Tags = [{ Key: "from", Value: "us-east-1" }];
    const TagSpecifications = (["image", "snapshot"] as const).map((ResourceType) => ({ ResourceType, Tags }));
    const id = await copy({ CopyImageTags: true, TagSpecifications });
    expect(await images()).toEqual([]);
    await runFor(DESCRIBED_SECONDS);
    expect(await images()).toMatchObject([
      { State: "pending", Tags: [...TAGS, ...Tags], SourceImageId: source.id, SourceImageRegion: "us-east-1" },
    ]);
    expect(standby.images.find(id)?.snapshot.tags).toEqual(Tags);
  });

  test("tells the Region's default bus how it ended, tags left out", async () => {
    const { copy, events, runFor } = setUp();
    const id = await copy();
    await runFor(2 * 3600);
    expect(events).toMatchObject([
      { region: "eu-west-1", "detail-type": "EC2 AMI State Change", detail: { ImageId: id, State: "available" } },
    ]);
  });

  test("with a key that is not there fails only at its end", async () => {
    const { copy, images, events, runFor, standby } = setUp();
    standby.copies.kmsKeys.add("arn:here");
    await copy({ Encrypted: true, KmsKeyId: "arn:here", Name: "with-key" });
    await copy({ Encrypted: true, KmsKeyId: "arn:nowhere", Name: "without-key" });
    await expect(copy({ KmsKeyId: "arn:here", Name: "open" })).rejects.toMatchObject({
      code: "InvalidParameterCombination",
    });
    await runFor(2 * 3600);
    expect((await images()).map(({ State }) => State)).toEqual(["available", "failed"]);
    expect(events).toContainEqual(
      expect.objectContaining({
        detail: expect.objectContaining({ State: "failed", ErrorMessage: expect.stringContaining("arn:nowhere") }),
      }),
    );
  });

  test("does not outlive the loss of the Region that it comes from", async () => {
    const { copy, images, lab, runFor } = setUp();
    await copy();
    lab.network.darken({ region: "us-east-1", sparedServices: [] });
    await runFor(2 * 3600);
    expect(await images()).toMatchObject([{ State: "failed" }]);
  });

  test("cannot come from a dark Region, nor from an image that is not there", async () => {
    const { copy, lab } = setUp();
    await expect(copy({ SourceImageId: "ami-none" })).rejects.toMatchObject({ code: "InvalidAMIID.NotFound" });
    lab.network.darken({ region: "us-east-1", sparedServices: [] });
    await expect(copy()).rejects.toMatchObject({ code: "Unavailable" });
  });
});

describe("a deregistered image", () => {
  test("is gone at once and still described for seconds, with its snapshots only if asked for", async () => {
    const { copy, images, standby, runFor } = setUp();
    const [kept, removed] = [await copy({ Name: "one" }), await copy({ Name: "two" })];
    await runFor(DESCRIBED_SECONDS);
    expect(await ask(standby, "DeregisterImage", { ImageId: kept })).toEqual({ Return: true });
    const answer = await ask(standby, "DeregisterImage", { ImageId: removed, DeleteAssociatedSnapshots: true });
    expect(answer).toMatchObject({ DeleteSnapshotResults: [{ ReturnCode: "success" }] });
    expect((await images()).map(({ ImageId }) => ImageId)).toEqual([kept, removed]);
    await expect(ask(standby, "DeregisterImage", { ImageId: kept })).rejects.toMatchObject({
      code: "InvalidAMIID.Unavailable",
    });
    await runFor(DESCRIBED_SECONDS);
    expect(await images()).toEqual([]);
  });

  test("is judged by its tags, and its snapshot by its own", async () => {
    const { copy, standby, asked } = setUp();
    await ask(standby, "DeregisterImage", { ImageId: await copy(), DeleteAssociatedSnapshots: true });
    expect(asked.map(({ action }) => action)).toEqual(["ec2:DeregisterImage", "ec2:DeleteSnapshot"]);
  });
});

describe("finding images", () => {
  test("refuses an unknown ID and a filter that it would have to ignore", async () => {
    const { images } = setUp();
    await expect(images({ ImageIds: ["ami-none"] })).rejects.toMatchObject({ code: "InvalidAMIID.NotFound" });
    await images();
    const unknown = { Filters: [{ Name: "colour", Values: ["red"] }] };
    const { primary } = setUp();
    await expect(ask(primary, "DescribeImages", unknown)).rejects.toThrow("colour");
  });
});

describe("launch templates", () => {
  test("grow by versions on top of a source version; $Latest and $Default are two things", async () => {
    const { standby, runFor } = setUp();
    standby.addTemplate("lt-1", "web", { ImageId: "ami-1", InstanceType: "c7g.large" });
    const create = {
      LaunchTemplateId: "lt-1",
      SourceVersion: "1",
      LaunchTemplateData: { ImageId: "ami-2" },
      ClientToken: "a",
    };
    await ask(standby, "CreateLaunchTemplateVersion", create);
    await ask(standby, "CreateLaunchTemplateVersion", create);
    const versions = async (Versions: string[]) =>
      (
        await ask<{ LaunchTemplateVersions: LaunchTemplateVersion[] }>(standby, "DescribeLaunchTemplateVersions", {
          LaunchTemplateId: "lt-1",
          Versions,
        })
      ).LaunchTemplateVersions;
    expect(await versions(["$Latest"])).toMatchObject([{ VersionNumber: 1 }]);
    await expect(versions(["2"])).rejects.toMatchObject({ code: "InvalidLaunchTemplateId.VersionNotFound" });
    await runFor(DESCRIBED_SECONDS);
    expect(await versions(["$Latest", "$Default"])).toMatchObject([
      { VersionNumber: 2, LaunchTemplateData: { ImageId: "ami-2", InstanceType: "c7g.large" } },
      { VersionNumber: 1, LaunchTemplateData: { ImageId: "ami-1", InstanceType: "c7g.large" } },
    ]);
    await ask(standby, "ModifyLaunchTemplate", { LaunchTemplateId: "lt-1", DefaultVersion: "2" });
    expect(await versions(["$Default"])).toMatchObject([{ VersionNumber: 2, DefaultVersion: true }]);
    const byImage = (name: string) =>
      ask(standby, "DescribeLaunchTemplateVersions", {
        LaunchTemplateId: "lt-1",
        Filters: [{ Name: name, Values: ["ami-2"] }],
      });
    expect(await byImage("image-id")).toMatchObject({ LaunchTemplateVersions: [{ VersionNumber: 2 }] });
    await expect(byImage("colour")).rejects.toThrow("colour");
    await expect(versions(["3"])).rejects.toMatchObject({ code: "InvalidLaunchTemplateId.VersionNotFound" });
  });

  test("are found by ID or name, or refused", async () => {
    const { standby } = setUp();
    standby.addTemplate("lt-1", "web", { ImageId: "ami-1" });
    expect(await ask(standby, "DescribeLaunchTemplates", { LaunchTemplateNames: ["web"] })).toMatchObject({
      LaunchTemplates: [{ LaunchTemplateId: "lt-1", LatestVersionNumber: 1 }],
    });
    await expect(ask(standby, "DescribeLaunchTemplates", { LaunchTemplateIds: ["lt-2"] })).rejects.toMatchObject({
      code: "InvalidLaunchTemplateId.NotFound",
    });
    await expect(ask(standby, "RunInstances")).rejects.toMatchObject({ code: "UnknownOperationException" });
  });
});
