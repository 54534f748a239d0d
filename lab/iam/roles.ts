/** Roles and customer policies of the account. IAM is global: one book for all Regions. */
import { assertJudgeable, conditionsHold, type RequestContext } from "./conditions";
import { awsManagedPolicy, isAwsManaged } from "./managed-policies";
import { PolicyError, readPolicyDocument, readTrustPolicy, type Statement, type Trust } from "./policy-document";

interface Role {
  readonly trusted: readonly Trust[];
  readonly inline: Statement[];
  readonly managedPolicyArns: string[];
}

export class RoleBook {
  private readonly roles = new Map<string, Role>();
  private readonly managed = new Map<string, readonly Statement[]>();
  private changes = 0;

  /** Moves with every change of a role or policy. */
  get revision(): number {
    return this.changes;
  }

  createRole(arn: string, trustPolicy: unknown): void {
    if (this.roles.has(arn)) throw new PolicyError(arn, "a role of this name exists already");
    this.changes += 1;
    const trusted = readTrustPolicy(arn, trustPolicy);
    for (const { conditions } of trusted) assertJudgeable(`trust policy of ${arn}`, conditions);
    this.roles.set(arn, { trusted, inline: [], managedPolicyArns: [] });
  }

  addInlinePolicy(roleArn: string, policyName: string, document: unknown): void {
    this.changes += 1;
    this.role(roleArn).inline.push(...judgeable(readPolicyDocument(policyName, document)));
  }

  createManagedPolicy(arn: string, policyName: string, document: unknown): void {
    this.changes += 1;
    this.managed.set(arn, judgeable(readPolicyDocument(policyName, document)));
  }

  attach(roleArn: string, policyArn: string): void {
    this.statementsOfManaged(policyArn);
    this.changes += 1;
    this.role(roleArn).managedPolicyArns.push(policyArn);
  }

  /** Everything that the role's policies say; empty for a role that does not exist. */
  statementsOf(roleArn: string): readonly Statement[] {
    const role = this.roles.get(roleArn);
    if (!role) return [];
    return [...role.inline, ...role.managedPolicyArns.flatMap((arn) => this.statementsOfManaged(arn))];
  }

  trusts(roleArn: string, service: string, context: RequestContext): boolean {
    const trusted = this.roles.get(roleArn)?.trusted ?? [];
    return trusted.some(
      (trust) => trust.service === service && conditionsHold(`trust policy of ${roleArn}`, trust.conditions, context),
    );
  }

  arns(): readonly string[] {
    return [...this.roles.keys()];
  }

  private role(arn: string): Role {
    const role = this.roles.get(arn);
    if (!role) throw new PolicyError(arn, "no such role");
    return role;
  }

  private statementsOfManaged(arn: string): readonly Statement[] {
    const known = this.managed.get(arn);
    if (known) return known;
    if (!isAwsManaged(arn)) throw new PolicyError(arn, "no such managed policy");
    const statements = awsManagedPolicy(arn);
    this.managed.set(arn, statements);
    return statements;
  }
}

function judgeable(statements: readonly Statement[]): readonly Statement[] {
  for (const { name, conditions } of statements) assertJudgeable(name, conditions);
  return statements;
}
