/** What roles are granted and no drill of several has used, and whether each of that has its reason. */
import type { RareGrant } from "../../infra/constructs/rare-grants";
import type { UnusedPermission } from "../../lab/drill/result";
import { statementId } from "../../orchestrator/resources/kind";

/** One action of one statement, or one resource where actions of it were used. */
export interface Unused {
  /** As templates call it, without its stack and its hash. */
  readonly role: string;
  readonly sid: string;
  readonly grant: string;
}

export class GrantBook {
  private left: ReadonlyMap<string, Unused> | null = null;
  private readonly usedStatements = new Set<string>();

  /** What one drill has left unused. */
  add(permissions: readonly UnusedPermission[]): void {
    const unused = new Map(permissions.flatMap(unusedOf).map((each) => [keyOf(each), each]));
    for (const { role, statement, wasUsed } of permissions) {
      if (wasUsed) this.usedStatements.add(`${nameOf(role)} ${sidOf(statement)}`);
    }
    const before = this.left;
    this.left = before === null ? unused : new Map([...before].filter(([key]) => unused.has(key)));
  }

  /** A statement that nothing used is told by its actions alone. */
  unused(): readonly Unused[] {
    return [...(this.left?.values() ?? [])].filter(
      ({ role, sid, grant }) => !isResource(grant) || this.usedStatements.has(`${role} ${sid}`),
    );
  }
}

/** Sentences: grants without a reason, and reasons without such a grant. */
export function judgeReasons(unused: readonly Unused[], reasons: readonly RareGrant[]): readonly string[] {
  const explained = reasons.flatMap((reason) => claimsOf(reason, unused));
  const known = new Set(explained.flatMap(({ found }) => found.map(keyOf)));
  return [
    ...unused
      .filter((each) => !known.has(keyOf(each)))
      .map((each) => `No scenario uses it and nobody says why it is there: ${keyOf(each)}.`),
    ...explained
      .filter(({ found }) => found.length === 0)
      .map(({ claim }) => `It has a reason in rare-grants.ts, and is used by now or gone: ${claim}.`),
  ];
}

/** Every grant that a reason speaks of, with what it is found to explain. */
function claimsOf({ roles, sid, grants }: RareGrant, unused: readonly Unused[]) {
  const names = roles === "every function" ? [null] : roles.map((role) => statementId(role));
  return names.flatMap((name) =>
    grants.map((grant) => ({
      claim: `${name ?? "every function"} ${sid}: ${grant}`,
      found: unused.filter(
        (each) => (name === null || each.role === name) && each.sid.startsWith(sid) && each.grant.endsWith(grant),
      ),
    })),
  );
}

function unusedOf({ role, statement, actions, resources }: UnusedPermission): readonly Unused[] {
  return [...actions, ...resources].map((grant) => ({ role: nameOf(role), sid: sidOf(statement), grant }));
}

function isResource(grant: string): boolean {
  return grant === "*" || grant.startsWith("arn:");
}

/** `baton-storefront-standby-TakeAnswerRoleC7FBF2F8` is TakeAnswer's. */
function nameOf(role: string): string {
  return /-([A-Z][A-Za-z]*?)Role[0-9A-F]{8}$/.exec(role)?.[1] ?? role;
}

function sidOf(statement: string): string {
  return statement.split("/").at(-1) ?? statement;
}

function keyOf({ role, sid, grant }: Unused): string {
  return `${role} ${sid}: ${grant}`;
}
