/** What a judge says of one expectation: its name, whether it holds, and what was seen. */
export interface Verdict {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
}

export function verdict(name: string, holds: boolean, detail: string): Verdict {
  return { name, holds, detail };
}
