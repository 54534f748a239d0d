import { expect, test } from "@jest/globals";
import { AWAY, HOME, TestCloud } from "../platform/cloud";

test("a parameter is known in the Region where it was stored, and only there", async () => {
  const cloud = new TestCloud();
  cloud.in(HOME).ssm.seed("/baton/secret", "s3cret");
  const ask = (region: string) => cloud.call("ssm", "GetParameter", { Name: "/baton/secret" }, region);
  await expect(ask(HOME)).resolves.toMatchObject({ Parameter: { Value: "s3cret" } });
  await expect(ask(AWAY)).rejects.toMatchObject({ code: "ParameterNotFound" });
  expect(cloud.in(HOME).ssm.value("/baton/secret")).toBe("s3cret");
});

test("a template's parameter can be read back, among names that do not exist", async () => {
  const cloud = new TestCloud();
  await cloud.create(HOME, "AWS::SSM::Parameter", "Parameter", { Name: "/one", Type: "String", Value: "1" });
  const answer = await cloud.call("ssm", "GetParameters", { Names: ["/one", "/two"] });
  expect(answer).toMatchObject({ Parameters: [{ Name: "/one", Value: "1" }], InvalidParameters: ["/two"] });
});
