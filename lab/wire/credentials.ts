/** Access keys of the lab: one per role and Region, so that the wire knows who calls by the key that signed the request. */
import type { Principal } from "../kernel/service";

export interface LabCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export class LabCredentials {
  private readonly byCaller = new Map<string, LabCredential>();
  private readonly principals = new Map<string, Principal>();

  /** The credential of a principal; the same one every time. Keys are numbered, so they are the same in every run. */
  issue(principal: Principal): LabCredential {
    const caller = `${principal.arn}@${principal.region}`;
    const known = this.byCaller.get(caller);
    if (known) return known;
    const accessKeyId = `ASIALAB${String(this.byCaller.size + 1).padStart(13, "0")}`;
    const credential = { accessKeyId, secretAccessKey: `secret-of-${accessKeyId}` };
    this.byCaller.set(caller, credential);
    this.principals.set(accessKeyId, { arn: principal.arn, region: principal.region });
    return credential;
  }

  principalOf(accessKeyId: string): Principal | undefined {
    return this.principals.get(accessKeyId);
  }
}
