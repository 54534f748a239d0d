/** `#names` and `:values` of one request: each must be defined where it is used, and used where it is defined. */
import { type AttributeValue, accepted, type Item } from "../attribute-value";
import { validationError } from "../validation";

export class Placeholders {
  private readonly usedNames = new Set<string>();
  private readonly usedValues = new Set<string>();

  constructor(
    private readonly names: Readonly<Record<string, string>> | undefined,
    private readonly values: Item | undefined,
  ) {}

  name(placeholder: string, expression: string): string {
    this.usedNames.add(placeholder);
    const name = this.names?.[placeholder];
    if (name !== undefined) return name;
    throw validationError(
      `Invalid ${expression}: An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
    );
  }

  value(placeholder: string, expression: string): AttributeValue {
    this.usedValues.add(placeholder);
    const value = this.values?.[placeholder];
    if (value !== undefined) return accepted(value);
    throw validationError(
      `Invalid ${expression}: An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
    );
  }

  /** Called once after all expressions of the request were parsed. */
  assertAllUsed(hasExpression: boolean): void {
    this.refuseUnused("ExpressionAttributeNames", this.names, this.usedNames, hasExpression);
    this.refuseUnused("ExpressionAttributeValues", this.values, this.usedValues, hasExpression);
  }

  private refuseUnused(
    member: string,
    given: object | undefined,
    used: ReadonlySet<string>,
    hasExpression: boolean,
  ): void {
    if (given === undefined) return;
    if (!hasExpression) throw validationError(`${member} can only be specified when using expressions`);
    if (Object.keys(given).length === 0) throw validationError(`${member} must not be empty`);
    const unused = Object.keys(given).filter((placeholder) => !used.has(placeholder));
    if (unused.length === 0) return;
    throw validationError(`Value provided in ${member} unused in expressions: keys: {${unused.join(", ")}}`);
  }
}
