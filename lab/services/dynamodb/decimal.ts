/** DynamoDB numbers: decimal text of up to 38 significant digits, exact in comparison and arithmetic. */
import { validationError } from "./validation";

/** `digits * 10^exponent`, without trailing zeros in `digits`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const NUMBER = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/;
const MOST_DIGITS = 38;

/** What most numbers of an item are, counts and times: canonical as they stand. */
const PLAIN_INTEGER = /^(?:0|[1-9]\d{0,15})$/;

/** The canonical text of a number, as DynamoDB gives it back: `1.50` is `1.5`, `1e3` is `1000`. */
export function canonicalNumber(text: string): string {
  if (PLAIN_INTEGER.test(text)) return text;
  return format(parse(text));
}

export function compareNumbers(left: string, right: string): number {
  const [first, second] = aligned(parse(left), parse(right));
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

export function addNumbers(left: string, right: string): string {
  return combine(left, right, (first, second) => first + second);
}

export function subtractNumbers(left: string, right: string): string {
  return combine(left, right, (first, second) => first - second);
}

function combine(left: string, right: string, operate: (first: bigint, second: bigint) => bigint): string {
  const [one, other] = [parse(left), parse(right)];
  const [first, second] = aligned(one, other);
  return format(checked(normalized(operate(first, second), Math.min(one.exponent, other.exponent))));
}

function parse(text: string): Decimal {
  const [matched, sign, whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  if (matched === undefined || whole + fraction === "") {
    throw validationError(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const magnitude = BigInt(whole + fraction);
  return checked(normalized(sign === "-" ? -magnitude : magnitude, Number(exponent) - fraction.length));
}

function normalized(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  let [left, power] = [digits, exponent];
  while (left % 10n === 0n) [left, power] = [left / 10n, power + 1];
  return { digits: left, exponent: power };
}

function checked(decimal: Decimal): Decimal {
  const digitCount = String(decimal.digits).replace("-", "").length;
  if (digitCount > MOST_DIGITS) {
    throw validationError("Attempting to store more than 38 significant digits in a Number");
  }
  const magnitude = digitCount + decimal.exponent - 1;
  if (magnitude > 125)
    throw validationError("Number overflow. Attempting to store a number with magnitude larger than supported range");
  if (decimal.digits !== 0n && magnitude < -130) {
    throw validationError("Number underflow. Attempting to store a number with magnitude smaller than supported range");
  }
  return decimal;
}

function aligned(one: Decimal, other: Decimal): [bigint, bigint] {
  const exponent = Math.min(one.exponent, other.exponent);
  const scaled = (decimal: Decimal) => decimal.digits * 10n ** BigInt(decimal.exponent - exponent);
  return [scaled(one), scaled(other)];
}

function format({ digits, exponent }: Decimal): string {
  if (exponent >= 0) return String(digits * 10n ** BigInt(exponent));
  const magnitude = String(digits < 0n ? -digits : digits).padStart(1 - exponent, "0");
  const text = `${magnitude.slice(0, exponent)}.${magnitude.slice(exponent)}`;
  return digits < 0n ? `-${text}` : text;
}
