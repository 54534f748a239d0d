/** One-time addresses at which CloudFormation waits for the answers of custom resources (presigned S3 URLs on AWS). */
import type { Web } from "./web";

export class Mailboxes {
  private readonly waiting = new Map<string, (body: string) => void>();

  constructor(private readonly web: Web) {}

  /** Calls back with the first body that is PUT to the address. */
  onceAnsweredAt(url: string, answer: (body: string) => void): void {
    const { hostname } = new URL(url);
    const region = hostname.split(".s3.")[1]?.split(".")[0] ?? null;
    this.waiting.set(url, answer);
    this.web.host(hostname, {
      service: "s3",
      regionFor: () => region,
      answer: ({ method, url: address, body }) => this.receive(method, address.href, body),
    });
  }

  private receive(method: string, address: string, body: string): { readonly status: number; readonly body: string } {
    const answer = this.waiting.get(address);
    if (!answer || method !== "PUT") return { status: 403, body: "Forbidden" };
    this.waiting.delete(address);
    answer(body);
    return { status: 200, body: "" };
  }
}
