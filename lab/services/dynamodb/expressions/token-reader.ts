/** Walks over the tokens of one expression; knows how DynamoDB words a syntax error. */
import type { AttributeValue } from "../attribute-value";
import { validationError } from "../validation";
import type { Path } from "./paths";
import type { Placeholders } from "./placeholders";
import { isReservedWord } from "./reserved-words";
import { type Token, tokenize } from "./tokens";

const LARGEST_EXPRESSION_BYTES = 4096;

export class TokenReader {
  private position = 0;
  private readonly tokens: readonly Token[];

  constructor(
    /** `ConditionExpression`, `UpdateExpression`, ...: how messages call it. */
    readonly expression: string,
    private readonly text: string,
    private readonly placeholders: Placeholders,
  ) {
    if (text.trim() === "") throw this.invalid("The expression can not be empty;");
    const size = Buffer.byteLength(text);
    if (size > LARGEST_EXPRESSION_BYTES) {
      throw this.invalid(`Expression size has exceeded the maximum allowed size; expression size: ${size}`);
    }
    const { tokens, strayAt } = tokenize(text);
    if (strayAt !== undefined) throw this.syntaxErrorAt(text.charAt(strayAt), strayAt);
    this.tokens = tokens;
  }

  invalid(problem: string): Error {
    return validationError(`Invalid ${this.expression}: ${problem}`);
  }

  /** Takes a sign or keyword if it comes next. Keywords are not case-sensitive. */
  take(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.position += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.syntaxError();
  }

  isNext(text: string): boolean {
    const token = this.peek();
    if (token.kind === "sign") return token.text === text;
    return token.kind === "word" && token.text.toUpperCase() === text.toUpperCase();
  }

  isAtEnd(): boolean {
    return this.peek().kind === "end";
  }

  /** The name of a function call, when one comes next: a word and an opening parenthesis, both taken. */
  takeFunction(): string | undefined {
    const [name, bracket] = [this.peek(), this.tokens[this.position + 1]];
    if (name.kind !== "word" || bracket?.text !== "(" || /^(and|or|not|in|between)$/i.test(name.text)) return undefined;
    this.position += 2;
    return name.text;
  }

  takeOneOf<Sign extends string>(signs: readonly Sign[]): Sign | undefined {
    return signs.find((sign) => this.take(sign));
  }

  takeValue(): AttributeValue | undefined {
    const token = this.peek();
    if (token.kind !== "value") return undefined;
    this.position += 1;
    return this.placeholders.value(token.text, this.expression);
  }

  path(): Path {
    const steps: (string | number)[] = [];
    const first = this.attributeName();
    for (let more = true; more; ) {
      if (this.take(".")) steps.push(this.attributeName());
      else if (this.take("[")) steps.push(this.listIndex());
      else more = false;
    }
    return [first, ...steps];
  }

  syntaxError(): Error {
    const token = this.peek();
    return this.syntaxErrorAt(token.text, token.at);
  }

  private attributeName(): string {
    const token = this.peek();
    if (token.kind !== "word" && token.kind !== "name") throw this.syntaxError();
    this.position += 1;
    if (token.kind === "name") return this.placeholders.name(token.text, this.expression);
    if (isReservedWord(token.text)) {
      throw this.invalid(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    }
    return token.text;
  }

  private listIndex(): number {
    const token = this.peek();
    if (token.kind !== "index") throw this.syntaxError();
    this.position += 1;
    this.expect("]");
    return Number(token.text);
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { kind: "end", text: "<EOF>", at: this.text.length };
  }

  private syntaxErrorAt(token: string, at: number): Error {
    const near = this.text.slice(Math.max(0, at - 10), at + token.length + 10).trim();
    return this.invalid(`Syntax error; token: "${token}", near: "${near}"`);
  }
}
