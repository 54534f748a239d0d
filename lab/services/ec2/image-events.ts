/** The event that EC2 sends when an image changes its state: on a best-effort basis, without the image's tags [doc]. */
import type { LabContext } from "../../kernel/ports";
import type { MachineImage } from "./images";

export interface ImageChange {
  readonly image: MachineImage;
  readonly state: "available" | "failed" | "deregistered";
  readonly error?: string;
}

export class ImageEvents {
  /** Best effort: for a scenario's while none of them arrives. */
  areLost = false;

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {}

  announce({ image, state, error = "" }: ImageChange): void {
    const { region } = this;
    this.lab.journal.record({
      place: region,
      actor: "ec2",
      kind: `image-${state}`,
      summary: `${image.id} (${image.name}) is ${state}${error && `: ${error}`}.`,
      facts: { imageId: image.id, copiedFrom: image.copiedFrom?.imageId ?? null, isEventLost: this.areLost },
    });
    if (this.areLost) return;
    this.lab.events.publish(region, {
      source: "aws.ec2",
      "detail-type": "EC2 AMI State Change",
      resources: [`arn:aws:ec2:${region}::image/${image.id}`],
      detail: { RequestId: `request-of-${image.id}`, ImageId: image.id, State: state, ErrorMessage: error },
    });
  }
}
