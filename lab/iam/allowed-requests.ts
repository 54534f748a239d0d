/** Requests that the policies as they are now have allowed already: the same one again need not be judged again. */
import type { RequestContext } from "./conditions";
import type { RoleBook } from "./roles";

export class AllowedRequests {
  private readonly keys = new Set<string>();
  private revision = 0;

  constructor(private readonly book: Pick<RoleBook, "revision">) {}

  has(roleArn: string, action: string, resource: string, context: RequestContext): boolean {
    this.forgetWhenChanged();
    return this.keys.has(keyOf(roleArn, action, resource, context));
  }

  add(roleArn: string, action: string, resource: string, context: RequestContext): void {
    this.forgetWhenChanged();
    this.keys.add(keyOf(roleArn, action, resource, context));
  }

  private forgetWhenChanged(): void {
    if (this.revision === this.book.revision) return;
    this.revision = this.book.revision;
    this.keys.clear();
  }
}

/** No value can be taken for two: only the resource, which comes last, may hold a line's end. */
function keyOf(roleArn: string, action: string, resource: string, context: RequestContext): string {
  return `${roleArn}\n${action}\n${JSON.stringify(context)}\n${resource}`;
}
