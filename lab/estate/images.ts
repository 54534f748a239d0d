/** The user's images after the beginning: releases that are made, and what can go wrong with their copies. */
import type { RegionRole } from "../../orchestrator/baton";
import type { Plan, ResourceOfKind } from "../../orchestrator/plan";
import { imageKeyAt } from "../../orchestrator/resources/image-copies";
import type { LabContext } from "../kernel/ports";
import { imageTags } from "./groups";
import type { ServicePair } from "./regional-services";

export class EstateImages {
  private releases = 2;

  constructor(
    private readonly lab: LabContext,
    private readonly plan: Plan,
    private readonly services: ServicePair,
  ) {}

  /** The pipeline makes the next release of every group in a Region, tagged as the plan says. */
  publish(role: RegionRole): void {
    this.releases += 1;
    for (const group of this.groups()) {
      const key = imageKeyAt(group, role) ?? undefined;
      const image = this.services[role].ec2.publishImage(`${group.id}-release-${this.releases}`, imageTags(group), key);
      const summary = `${image.name} is being made in the ${role} Region as ${image.id}.`;
      this.lab.journal.record({ place: this.plan.regions[role], actor: "pipeline", kind: "release-made", summary });
    }
  }

  /** The user withdraws the newest release: its image is deregistered where it was made. */
  withdraw(role: RegionRole): void {
    const { ec2 } = this.services[role];
    for (const { id } of this.groups()) {
      const name = `${id}-release-${this.releases}`;
      const image = ec2.images.list().find((each) => each.name === name);
      if (!image) throw new Error(`The ${role} Region has no image ${name} to withdraw.`);
      ec2.images.deregister(image.id);
      ec2.imageEvents.announce({ image, state: "deregistered" });
    }
  }

  /** That many of the next copies into a Region fail at their end. */
  failCopies(role: RegionRole, count: number): void {
    this.services[role].ec2.copies.nextFail = count;
    this.record(role, `The next ${count} image copies into the ${role} Region fail.`);
  }

  /** Images' events are best effort: from now on none is sent in a Region. */
  loseEvents(role: RegionRole): void {
    this.services[role].ec2.imageEvents.areLost = true;
    this.record(role, `EC2 sends no events about images in the ${role} Region any more.`);
  }

  private groups(): readonly ResourceOfKind<"autoScalingGroup">[] {
    return this.plan.resources.filter((resource) => resource.kind === "autoScalingGroup");
  }

  private record(role: RegionRole, summary: string): void {
    const place = this.plan.regions[role];
    this.lab.journal.record({ place, actor: "fault", kind: "fault-injected", summary });
  }
}
