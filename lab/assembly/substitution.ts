/** The `${Name}` and `${Name.Attribute}` placeholders of Fn::Sub; `${!Literal}` stays a literal. */
const PLACEHOLDER = /\$\{([^}]*)\}/g;

export function substitutionNames(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map((match) => (match[1] ?? "").trim())
    .filter((name) => !name.startsWith("!"));
}

export function substitute(text: string, valueFor: (name: string) => string): string {
  return text.replace(PLACEHOLDER, (_, name: string) =>
    name.startsWith("!") ? `\${${name.slice(1)}}` : valueFor(name.trim()),
  );
}
