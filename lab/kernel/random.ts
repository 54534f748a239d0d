/** Seeded randomness in independent, named streams: a new draw in one model never moves the draws of another. */

const UINT32 = 0x1_0000_0000;
const HEX_DIGITS = "0123456789abcdef";

function hashText(text: string, seed: number): number {
  let hash = seed ^ 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** A log-normal distribution by two numbers that people can check: its median and its 95th or 99th percentile. */
export interface LogNormal {
  readonly median: number;
  readonly p95: number;
}

export class RandomSource {
  private state: number;

  constructor(private readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** An independent stream for one model, by name. */
  fork(label: string): RandomSource {
    return new RandomSource(hashText(label, this.seed));
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.nextUint32() / UINT32;
  }

  /** The mulberry32 generator. */
  private nextUint32(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  integer(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Standard normal by Box-Muller; one of the pair is thrown away so that a draw always costs two numbers. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  logNormal({ median, p95 }: LogNormal): number {
    const sigma = Math.log(p95 / median) / 1.6448536269514722;
    return median * Math.exp(sigma * this.normal());
  }

  hex(length: number): string {
    let text = "";
    // The highest four bits: what a draw from [0, 1) times 16 comes to.
    while (text.length < length) text += HEX_DIGITS[this.nextUint32() >>> 28];
    return text;
  }

  /** A version-4 UUID. */
  uuid(): string {
    const variant = (8 + Math.floor(this.next() * 4)).toString(16);
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${variant}${this.hex(3)}-${this.hex(12)}`;
  }
}
