import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { at } from "../../lambdas/resources/client-at";
import { numericVersionFor, type TemplateVersionRequest } from "../../lambdas/resources/launch-template";
import { rig, type Script } from "./rig";

beforeAll(warmUpSdk);

/** What EC2 was asked, and the version that came of it. */
async function versionFor(request: TemplateVersionRequest, script: Script) {
  const world = rig(script);
  const place = at({ runtime: world.runtime, workflow: "failover" }, { role: "standby", region: "eu-west-1" });
  const result = await world.run(numericVersionFor(place, request));
  return { result, calls: world.seen.map(({ operation, input }) => ({ operation, input })) };
}

describe("a version of a launch template", () => {
  const version = (VersionNumber: number, ImageId: string, InstanceType = "c7g.large") => ({
    LaunchTemplateId: "lt-1",
    VersionNumber,
    LaunchTemplateData: { ImageId, InstanceType },
  });
  const request = { launchTemplateId: "lt-1", imageId: "ami-new", sourceVersion: "$Default", requester: "run-1" };
  /** A template as EC2 has it: filters and names resolved. Unfiltered it fills its first page with others. */
  const template = (source: object, ...withImage: readonly object[]): Script => ({
    DescribeLaunchTemplateVersions: ({ Versions, Filters }) => {
      const isFiltered = isDeepStrictEqual(Filters, [{ Name: "image-id", Values: [request.imageId] }]);
      const found = isFiltered ? withImage : [version(1, "ami-first")];
      return { LaunchTemplateVersions: Versions ? [source] : found };
    },
    CreateLaunchTemplateVersion: () => ({ LaunchTemplateVersion: { VersionNumber: 9 } }),
  });

  test.each<[string, readonly object[], number, number]>([
    [
      "is the newest that launches the image and is like the group's else",
      [version(3, "ami-new"), version(4, "ami-new")],
      4,
      0,
    ],
    ["is written where there is none", [], 9, 1],
    ["is written where the template was changed since", [version(3, "ami-new", "c7g.xlarge")], 9, 1],
    ["is written where none launches the image", [version(3, "ami-other")], 9, 1],
  ])("%s", async (_, found, expected, written) => {
    const { result, calls } = await versionFor(request, template(version(2, "ami-old"), ...found));
    expect(result).toBe(expected);
    const creations = calls.filter(({ operation }) => operation === "CreateLaunchTemplateVersion");
    expect(creations).toHaveLength(written);
    for (const { input } of creations) {
      const wanted = { SourceVersion: "2", LaunchTemplateData: { ImageId: "ami-new" }, ClientToken: "run-1-2-ami-new" };
      expect(input).toMatchObject(wanted);
    }
  });

  test("that is written twice by one run has one token, of at most 64 characters", async () => {
    const requester = "r".repeat(80);
    const { calls } = await versionFor({ ...request, requester }, template(version(2, "ami-old")));
    const { ClientToken } = calls.at(-1)?.input ?? {};
    expect(ClientToken).toBe(`${requester}-2-ami-new`.slice(-64));
  });

  test.each<[string, Script, string]>([
    [
      "that the group names and is not there",
      { DescribeLaunchTemplateVersions: () => ({}) },
      "lt-1 has no version $Default.",
    ],
    [
      "that EC2 takes and does not number",
      { ...template(version(2, "ami-old")), CreateLaunchTemplateVersion: () => ({}) },
      "EC2 wrote no version of lt-1 for ami-new.",
    ],
  ])("%s is an error that says so", async (_, script, message) => {
    await expect(versionFor(request, script)).rejects.toThrow(message);
  });
});
