/** The security groups of one instance. They are asked when a connection is opened, never again (aws-facts: RDS). */

export interface GroupMembership {
  readonly id: string;
  readonly status: "adding" | "active" | "removing";
}

export class SecurityGroupMemberships {
  private memberships: readonly GroupMembership[];

  constructor(ids: readonly string[]) {
    this.memberships = ids.map((id) => ({ id, status: "active" }));
  }

  list(): readonly GroupMembership[] {
    return this.memberships;
  }

  /** Starts a swap: old groups stay in force until `finishSwap`. False when it is as wanted already, or on its way. */
  startSwap(ids: readonly string[]): boolean {
    const wanted = this.memberships.filter(({ status }) => status !== "removing").map(({ id }) => id);
    if (wanted.length === ids.length && wanted.every((id) => ids.includes(id))) return false;
    const inForce = this.inForce();
    const leaving = inForce.filter((id) => !ids.includes(id));
    this.memberships = [
      ...ids.map((id): GroupMembership => ({ id, status: inForce.includes(id) ? "active" : "adding" })),
      ...leaving.map((id): GroupMembership => ({ id, status: "removing" })),
    ];
    return true;
  }

  finishSwap(): void {
    this.memberships = this.memberships
      .filter(({ status }) => status !== "removing")
      .map(({ id }) => ({ id, status: "active" }));
  }

  inForce(): readonly string[] {
    return this.memberships.filter(({ status }) => status !== "adding").map(({ id }) => id);
  }
}
