/** Wildcards of IAM: `*` for any text, `?` for one character. */

const compiled = new Map<string, RegExp>();

export function matchesWildcard(pattern: string, text: string, isCaseSensitive = true): boolean {
  const key = `${isCaseSensitive ? "s" : "i"}${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^]*")
      .replaceAll("?", "[^]");
    expression = new RegExp(`^${source}$`, isCaseSensitive ? "" : "i");
    compiled.set(key, expression);
  }
  return expression.test(text);
}

/** Action names are not case-sensitive. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesWildcard(pattern, action, false);
}

/** A wildcard stays within its segment of an ARN; the sixth segment is the rest, colons included. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === "*") return true;
  const [wanted, given] = [segmentsOf(pattern), segmentsOf(arn)];
  if (wanted.length !== given.length) return false;
  return wanted.every((segment, index) => matchesWildcard(segment, given[index] ?? ""));
}

function segmentsOf(arn: string): string[] {
  const segments = arn.split(":");
  return segments.length > 6 ? [...segments.slice(0, 5), segments.slice(5).join(":")] : segments;
}
