/** AWS Certificate Manager of one Region: certificates exist and are issued; nothing is signed. Signing name `acm`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { requiredText } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";

export class CertificateService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::CertificateManager::Certificate": (request) => this.provisionCertificate(request),
  };
  private readonly random: RandomSource;
  private readonly domainOf = new Map<string, string>();
  private readonly operations: Operations = {
    DescribeCertificate: ({ input }) => {
      const arn = requiredText(input, "CertificateArn");
      const domain = this.domainOf.get(arn);
      if (domain === undefined) throw new AwsError("ResourceNotFoundException", `Could not find certificate ${arn}.`);
      return { Certificate: { CertificateArn: arn, DomainName: domain, Status: "ISSUED" } };
    },
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`acm/${region}`);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** A certificate that the operator already had. */
  seed(arn: string, domainName: string): void {
    this.domainOf.set(arn, domainName);
  }

  private provisionCertificate(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const domainName = properties.text("DomainName");
    properties.finish([
      "DomainValidationOptions",
      "ValidationMethod",
      "SubjectAlternativeNames",
      "KeyAlgorithm",
      "Tags",
    ]);
    const arn = `arn:aws:acm:${this.region}:${this.lab.accountId}:certificate/${this.random.uuid()}`;
    this.seed(arn, domainName);
    return { ref: arn, attributes: {} };
  }
}
