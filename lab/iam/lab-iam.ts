/** IAM of the lab's account: judges every call by the synthesized policies of the role that makes it, and keeps the books. */
import type { Journal } from "../kernel/journal";
import type { IamPort } from "../kernel/ports";
import type { Provisioner, Provisions } from "../kernel/provision";
import type { ApiCall } from "../kernel/service";
import { AllowedRequests } from "./allowed-requests";
import type { RequestContext } from "./conditions";
import { evaluate } from "./evaluate";
import type { Statement } from "./policy-document";
import { iamProvisioners } from "./provisioning";
import { refusalError, refusalMessage } from "./refusal";
import { requirementsOf } from "./requirements";
import { RoleBook } from "./roles";
import { matchesAction, matchesArn } from "./wildcards";

export interface IamRefusal {
  readonly atMs: number;
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
}

/** A statement of which no call has needed all. */
export interface UnusedGrant {
  readonly roleArn: string;
  /** Policy name and statement's Sid or number. */
  readonly statement: string;
  /** Action patterns of the statement that no call has matched; all of them when it was never used. */
  readonly actions: readonly string[];
  /** Resource patterns of the statement that no call has matched; all of them when it was never used. */
  readonly resources: readonly string[];
  readonly wasUsed: boolean;
}

/** Patterns of one statement by which calls were allowed. */
interface Use {
  readonly actions: Set<string>;
  readonly resources: Set<string>;
}

/** Callers that are the cloud itself and have no role. */
const CLOUD_CALLER = /^aws:/;

export class LabIam implements IamPort, Provisions {
  readonly refusals: IamRefusal[] = [];
  readonly provisioners: Readonly<Record<string, Provisioner>>;
  private readonly book = new RoleBook();
  /** What each statement has allowed, per role. */
  private readonly used = new Map<string, Map<Statement, Use>>();
  private readonly allowed: AllowedRequests;

  constructor(
    private readonly accountId: string,
    private readonly journal: Journal,
    private readonly now: () => number,
  ) {
    this.provisioners = iamProvisioners(accountId, this.book);
    this.allowed = new AllowedRequests(this.book);
  }

  /** Judges a call from the wire, where functions call. Throws the `AwsError` that the service would answer. */
  authorize(call: ApiCall): void {
    if (CLOUD_CALLER.test(call.caller.arn)) return;
    this.assertAssumable(call.caller.arn, "lambda.amazonaws.com");
    for (const { action, resource, context } of requirementsOf(call, { accountId: this.accountId })) {
      this.judge(call.service, call.region, call.caller.arn, action, resource, {
        "aws:RequestedRegion": call.region,
        ...context,
      });
    }
  }

  assertAllowed(
    roleArn: string,
    action: string,
    resourceArn: string,
    context: Readonly<Record<string, string>> = {},
  ): void {
    const [, , service = "", region = ""] = resourceArn.split(":");
    this.judge(service, region || "global", roleArn, action, resourceArn, context);
  }

  /** Throws an `AwsError` unless the role's trust policy lets a service principal (`lambda.amazonaws.com`) assume it. */
  assertAssumable(roleArn: string, servicePrincipal: string): void {
    const action = "sts:AssumeRole";
    const context = { "aws:SourceAccount": this.accountId };
    if (this.allowed.has(roleArn, action, servicePrincipal, context)) return;
    if (this.book.trusts(roleArn, servicePrincipal, context)) {
      this.allowed.add(roleArn, action, servicePrincipal, context);
      return;
    }
    const message = `User: ${servicePrincipal} is not authorized to perform: ${action} on resource: ${roleArn} because no trust policy allows it`;
    this.refuse("sts", "global", { roleArn, action, resource: roleArn, message });
  }

  /** What roles are granted and nothing has needed so far, in the order of their creation. */
  unusedGrants(): readonly UnusedGrant[] {
    return this.book.arns().flatMap((roleArn) => {
      const allowed = this.book.statementsOf(roleArn).filter((statement) => statement.effect === "Allow");
      return allowed.flatMap((statement) => this.unusedOf(roleArn, statement));
    });
  }

  private unusedOf(roleArn: string, statement: Statement): readonly UnusedGrant[] {
    const used = this.used.get(roleArn)?.get(statement);
    const actions = statement.actions.filter((pattern) => !used?.actions.has(pattern));
    const resources = statement.resources.filter((pattern) => !used?.resources.has(pattern));
    if (actions.length + resources.length === 0) return [];
    return [{ roleArn, statement: statement.name, actions, resources, wasUsed: used !== undefined }];
  }

  private judge(
    service: string,
    place: string,
    roleArn: string,
    action: string,
    resource: string,
    given: RequestContext,
  ): void {
    if (this.allowed.has(roleArn, action, resource, given)) return;
    const context = { ...this.globalContext(roleArn), ...given };
    const verdict = evaluate(this.book.statementsOf(roleArn), action, resource, context);
    if (verdict.decision === "allow") {
      this.markUsed(roleArn, verdict.statements, action, resource);
      this.allowed.add(roleArn, action, resource, given);
      return;
    }
    this.refuse(service, place, {
      roleArn,
      action,
      resource,
      message: refusalMessage(roleArn, action, resource, verdict),
    });
  }

  private refuse(service: string, place: string, refusal: Omit<IamRefusal, "atMs">): never {
    const { roleArn, action, resource, message } = refusal;
    this.refusals.push({ atMs: this.now(), ...refusal });
    this.journal.record({
      place,
      actor: "iam",
      kind: "api-refused",
      summary: message,
      facts: { roleArn, action, resource },
    });
    throw refusalError(service, message);
  }

  private globalContext(roleArn: string): RequestContext {
    return { "aws:PrincipalArn": roleArn, "aws:PrincipalAccount": this.accountId, "aws:SecureTransport": "true" };
  }

  private markUsed(roleArn: string, statements: readonly Statement[], action: string, resource: string): void {
    const ofRole = this.used.get(roleArn) ?? new Map<Statement, Use>();
    this.used.set(roleArn, ofRole);
    for (const statement of statements) {
      const use = ofRole.get(statement) ?? { actions: new Set(), resources: new Set() };
      ofRole.set(statement, use);
      for (const pattern of statement.actions) if (matchesAction(pattern, action)) use.actions.add(pattern);
      for (const pattern of statement.resources) if (matchesArn(pattern, resource)) use.resources.add(pattern);
    }
  }
}
