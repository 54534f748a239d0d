import { expect, test } from "@jest/globals";
import { AWAY, HOME, TestCloud } from "../platform/cloud";

test("a certificate is known where it was issued", async () => {
  const cloud = new TestCloud();
  const { ref } = await cloud.create(HOME, "AWS::CertificateManager::Certificate", "C", {
    DomainName: "a.example.com",
  });
  const ask = (region: string) => cloud.call("acm", "DescribeCertificate", { CertificateArn: ref }, region);
  await expect(ask(HOME)).resolves.toMatchObject({ Certificate: { DomainName: "a.example.com", Status: "ISSUED" } });
  await expect(ask(AWAY)).rejects.toMatchObject({ code: "ResourceNotFoundException" });
});
