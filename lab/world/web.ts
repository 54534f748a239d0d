/** The simulated internet: which host is what, and whether a request gets there and back in time. */
import type { Network, Place } from "../kernel/network";
import type { HttpAnswer, HttpHeaders, WebPort } from "../kernel/ports";
import type { VirtualClock } from "../kernel/virtual-clock";

export interface WebRequest {
  readonly from: Place;
  readonly method: "GET" | "PUT" | "POST";
  readonly url: URL;
  readonly body: string;
  readonly headers: HttpHeaders;
  /** Asked for at this address, whatever the host's name leads to. */
  readonly address?: string | undefined;
}

/** What answers under a host name. */
export interface Site {
  /** Region of the server that this caller would talk to; null when the name resolves to nothing. */
  regionFor(from: Place): string | null;
  /** Name by which a partial outage may spare it (`execute-api`, `s3`); applications have none of AWS's names. */
  readonly service: string;
  answer(request: WebRequest): HttpAnswer | Promise<HttpAnswer>;
  /** The answer that a GET would get now, where telling it changes nothing and runs nothing. */
  answerNow?(request: WebRequest): HttpAnswer;
  /** See `WebPort`. */
  repeatsAnswer?(request: WebRequest): boolean;
}

/** Whoever goes to the web from within a Region is a function. */
const SENDER = "lambda";
const SILENCE: HttpAnswer = { status: null, body: "" };

export class Web implements WebPort {
  private readonly sites = new Map<string, Site>();
  private readonly sitesByAddress: { readonly has: (address: string) => boolean; readonly site: Site }[] = [];
  private readonly askedUrls = new Map<string, URL>();
  private changes = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly network: Network,
  ) {
    network.onChange(() => this.touch());
  }

  /** Host names are compared in lower case. */
  host(name: string, site: Site): void {
    this.sites.set(name.toLowerCase(), site);
  }

  hostAddresses(has: (address: string) => boolean, site: Site): void {
    this.sitesByAddress.push({ has, site });
  }

  revision(): number {
    return this.changes;
  }

  /** Something changed that functions' answers may depend on. */
  touch(): void {
    this.changes += 1;
  }

  request(
    from: Place,
    method: "GET" | "PUT" | "POST",
    url: string,
    body: string,
    timeoutMs: number,
    headers: HttpHeaders = {},
    address?: string,
  ): Promise<HttpAnswer> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(timeoutMs, () => resolve(SILENCE));
      this.travel({ from, method, url: new URL(url), body, headers, address }).then((answer) => {
        if (!answer) return;
        cancel();
        resolve(answer);
      });
    });
  }

  answerNow(from: Place, url: string): HttpAnswer | undefined {
    const request: WebRequest = { from, method: "GET", url: this.parse(url), body: "", headers: {} };
    const site = this.siteOf(request);
    if (!site?.answerNow) return undefined;
    return this.arrives(site, from) ? site.answerNow(request) : SILENCE;
  }

  repeatsAnswer(from: Place, url: string): boolean {
    const request: WebRequest = { from, method: "GET", url: this.parse(url), body: "", headers: {} };
    const site = this.siteOf(request);
    return site?.repeatsAnswer !== undefined && this.arrives(site, from) && site.repeatsAnswer(request);
  }

  /** Undefined: no answer will ever come. */
  private async travel(request: WebRequest): Promise<HttpAnswer | undefined> {
    const site = this.siteOf(request);
    const region = site?.regionFor(request.from);
    if (!site || !region) return undefined;
    const halfTripMs = this.network.roundTripMs(request.from, region) / 2;
    await this.clock.sleep(halfTripMs);
    if (!this.arrives(site, request.from)) return undefined;
    const answer = await site.answer(request);
    await this.clock.sleep(halfTripMs);
    return this.arrives(site, request.from) ? answer : undefined;
  }

  /** Checkers ask for the same few addresses thousands of times. */
  private parse(url: string): URL {
    const known = this.askedUrls.get(url);
    if (known) return known;
    const parsed = new URL(url);
    this.askedUrls.set(url, parsed);
    return parsed;
  }

  private arrives(site: Site, from: Place): boolean {
    const region = site.regionFor(from);
    if (region === null || !this.network.canSend(from, SENDER)) return false;
    return this.network.canReach(from, region, site.service);
  }

  private siteOf({ url, address }: WebRequest): Site | undefined {
    if (address !== undefined) return this.sitesByAddress.find(({ has }) => has(address))?.site;
    return this.sites.get(url.hostname.toLowerCase());
  }
}
