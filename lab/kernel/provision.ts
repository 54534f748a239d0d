/** How a CloudFormation resource becomes state of a simulated service. Every model names the types it knows. */

export interface ProvisionRequest {
  readonly logicalId: string;
  readonly stackName: string;
  readonly region: string;
  /** Properties with every intrinsic already resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Folder of the cloud assembly, for assets. */
  readonly assemblyFolder: string;
}

export interface Provisioned {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes: Readonly<Record<string, string>>;
}

export type Provisioner = (request: ProvisionRequest) => Provisioned | Promise<Provisioned>;

/** A model that CloudFormation can create resources in. */
export interface Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>>;
}
