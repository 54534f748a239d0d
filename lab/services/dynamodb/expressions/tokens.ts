/** Cuts an expression into words and signs. */

export interface Token {
  readonly kind: "word" | "name" | "value" | "index" | "sign" | "end";
  readonly text: string;
  /** Where it starts, for error messages. */
  readonly at: number;
}

const TOKEN = /\s*(?:(#[\w-]+)|(:\w+)|([A-Za-z_]\w*)|(\d+)|(<>|<=|>=|[=<>(),.[\]+-]))/y;
const KINDS = ["name", "value", "word", "index", "sign"] as const;

/** The tokens, closed by an `end`; undefined and the place when a character belongs to none. */
export function tokenize(text: string): { readonly tokens: readonly Token[]; readonly strayAt?: number } {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== "") {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) return { tokens, strayAt: at + (text.slice(at).length - text.slice(at).trimStart().length) };
    const group = match.slice(1).findIndex((part) => part !== undefined);
    const found = match[group + 1] ?? "";
    tokens.push({ kind: KINDS[group] ?? "sign", text: found, at: TOKEN.lastIndex - found.length });
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: "end", text: "<EOF>", at: text.length });
  return { tokens };
}
