/** Copies of images that arrive in one Region: begun, under way for minutes, then available or failed (aws-facts: images). */
import type { CopyImageRequest } from "@aws-sdk/client-ec2";
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { AwsError, type Principal } from "../../kernel/service";
import { judgeCopyRequest, snapshotOfCopy, tagsOfCopy } from "./copy-request";
import type { ImageEvents } from "./image-events";
import type { Images, MachineImage } from "./images";

export interface CopyParts {
  readonly lab: LabContext;
  readonly region: string;
  readonly timings: Timings;
  readonly random: RandomSource;
  readonly images: Images;
  readonly events: ImageEvents;
}

export class ImageCopies {
  /** That many of the next copies fail at their end. */
  nextFail = 0;
  /** Keys that snapshots of this Region may be encrypted with, beside AWS's own. */
  readonly kmsKeys = new Set<string>();
  private readonly byToken = new Map<string, { readonly asked: string; readonly copy: MachineImage }>();
  private regions: ReadonlyMap<string, Images> = new Map();

  constructor(private readonly parts: CopyParts) {}

  connect(regions: ReadonlyMap<string, Images>): void {
    this.regions = regions;
  }

  /** A repeated token answers with the copy that it made first; with other parameters it is refused [doc]. */
  start(input: CopyImageRequest, caller: Principal): MachineImage {
    judgeCopyRequest(input);
    const asked = JSON.stringify(input);
    const repeated = this.byToken.get(input.ClientToken ?? "");
    if (repeated?.asked === asked) return repeated.copy;
    if (repeated) throw new AwsError("IdempotentParameterMismatch", `${input.ClientToken} was used for another copy.`);
    const copy = this.begin(input, this.sourceOf(input), caller);
    if (input.ClientToken) this.byToken.set(input.ClientToken, { asked, copy });
    return copy;
  }

  private begin(input: CopyImageRequest, source: MachineImage, caller: Principal): MachineImage {
    const { lab, random, images, timings } = this.parts;
    this.assertReadable(source, input, caller);
    const copy: MachineImage = {
      id: `ami-${random.hex(17)}`,
      name: input.Name ?? source.name,
      ownerId: lab.accountId,
      createdAtMs: lab.clock.now(),
      tags: tagsOfCopy(input, source),
      snapshot: snapshotOfCopy(input, source, `snap-${random.hex(17)}`),
      copiedFrom: { region: this.regionOf(input), imageId: source.id },
      state: "pending",
    };
    images.change(copy.id, () => images.add(copy));
    lab.clock.after(random.logNormal(timings.imageCopySeconds) * 1000, () => this.finish(copy));
    return copy;
  }

  /** Keys are looked at while the copy is under way, so a wrong one fails it only then [doc]. */
  private finish(copy: MachineImage): void {
    const { images } = this.parts;
    if (!images.find(copy.id)) return;
    const error = this.failureOf(copy);
    const state = error === null ? "available" : "failed";
    images.change(copy.id, () => {
      copy.state = state;
    });
    this.parts.events.announce({ image: copy, state, ...(error !== null && { error }) });
  }

  private failureOf({ snapshot, copiedFrom }: MachineImage): string | null {
    const { lab, region } = this.parts;
    if (this.nextFail > 0) {
      this.nextFail -= 1;
      return "Internal error";
    }
    const { kmsKeyId } = snapshot;
    if (kmsKeyId && !this.kmsKeys.has(kmsKeyId)) return `The key ${kmsKeyId} does not exist in ${region}`;
    // A copy does not outlive the loss of either Region [est].
    const isCutOff = copiedFrom && !lab.network.canReach(region, copiedFrom.region, "ec2");
    return isCutOff ? `The source Region ${copiedFrom.region} is not available` : null;
  }

  /** What EBS asks of the caller for the original's own key; refused at once here, while AWS lets the copy fail later [est]. */
  private assertReadable({ snapshot }: MachineImage, input: CopyImageRequest, caller: Principal): void {
    const { lab } = this.parts;
    if (!snapshot.kmsKeyId || caller.arn.startsWith("aws:")) return;
    const context = { "kms:ViaService": `ec2.${this.regionOf(input)}.amazonaws.com` };
    for (const action of ["kms:DescribeKey", "kms:Decrypt", "kms:ReEncryptFrom"]) {
      lab.iam.assertAllowed(caller.arn, action, snapshot.kmsKeyId, context);
    }
    const grant = { ...context, "kms:GrantIsForAWSResource": "true" };
    lab.iam.assertAllowed(caller.arn, "kms:CreateGrant", snapshot.kmsKeyId, grant);
  }

  /** The bytes come from the other Region: dark, it cannot be copied from. */
  private sourceOf(input: CopyImageRequest): MachineImage {
    const { lab, region } = this.parts;
    const from = this.regionOf(input);
    if (!lab.network.canReach(region, from, "ec2")) {
      throw new AwsError("Unavailable", `The source Region ${from} is not available.`, 503);
    }
    const image = this.regions.get(from)?.find(input.SourceImageId ?? "");
    if (image?.state === "available") return image;
    throw new AwsError("InvalidAMIID.NotFound", `The image id '[${input.SourceImageId}]' does not exist`);
  }

  private regionOf({ SourceRegion }: CopyImageRequest): string {
    return SourceRegion ?? this.parts.region;
  }
}
