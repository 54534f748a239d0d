/** The rule language of composite alarms: `ALARM(a) AND (NOT OK("b") OR TRUE)`. */
import type { AlarmState } from "./alarm-evaluation";

export type AlarmRule =
  | { readonly type: "constant"; readonly value: boolean }
  | { readonly type: "is"; readonly state: AlarmState; readonly alarm: string }
  | { readonly type: "not"; readonly rule: AlarmRule }
  | { readonly type: "and" | "or"; readonly left: AlarmRule; readonly right: AlarmRule };

const STATE_FUNCTIONS: Readonly<Record<string, AlarmState>> = {
  ALARM: "ALARM",
  OK: "OK",
  INSUFFICIENT_DATA: "INSUFFICIENT_DATA",
};

export function evaluateAlarmRule(rule: AlarmRule, stateOf: (alarmName: string) => AlarmState): boolean {
  if (rule.type === "constant") return rule.value;
  if (rule.type === "is") return stateOf(rule.alarm) === rule.state;
  if (rule.type === "not") return !evaluateAlarmRule(rule.rule, stateOf);
  const left = evaluateAlarmRule(rule.left, stateOf);
  if (rule.type === "and") return left && evaluateAlarmRule(rule.right, stateOf);
  return left || evaluateAlarmRule(rule.right, stateOf);
}

/** Throws for text that is no rule. AND binds stronger than OR [est]. */
export function parseAlarmRule(text: string): AlarmRule {
  const reader = new TokenReader(text);
  const rule = readOr(reader);
  if (reader.peek() !== undefined) throw reader.unexpected();
  return rule;
}

class TokenReader {
  private readonly tokens: readonly string[];
  private position = 0;

  constructor(private readonly text: string) {
    this.tokens = text.match(/"[^"]*"|[()]|[^\s()"]+/g) ?? [];
  }

  peek(): string | undefined {
    return this.tokens[this.position];
  }

  next(): string {
    const token = this.tokens[this.position];
    if (token === undefined) throw this.unexpected();
    this.position += 1;
    return token;
  }

  expect(token: string): void {
    if (this.peek() !== token) throw this.unexpected();
    this.position += 1;
  }

  unexpected(): Error {
    return new Error(`AlarmRule ${this.text}: unexpected ${this.peek() ?? "end"}`);
  }
}

function readOr(reader: TokenReader): AlarmRule {
  let left = readAnd(reader);
  while (reader.peek() === "OR") {
    reader.next();
    left = { type: "or", left, right: readAnd(reader) };
  }
  return left;
}

function readAnd(reader: TokenReader): AlarmRule {
  let left = readTerm(reader);
  while (reader.peek() === "AND") {
    reader.next();
    left = { type: "and", left, right: readTerm(reader) };
  }
  return left;
}

function readTerm(reader: TokenReader): AlarmRule {
  const token = reader.next();
  if (token === "NOT") return { type: "not", rule: readTerm(reader) };
  if (token === "TRUE" || token === "FALSE") return { type: "constant", value: token === "TRUE" };
  if (token === "(") return closing(reader, readOr(reader));
  const state = STATE_FUNCTIONS[token];
  if (!state) throw reader.unexpected();
  reader.expect("(");
  return closing(reader, { type: "is", state, alarm: reader.next().replaceAll('"', "") });
}

function closing(reader: TokenReader, rule: AlarmRule): AlarmRule {
  reader.expect(")");
  return rule;
}
