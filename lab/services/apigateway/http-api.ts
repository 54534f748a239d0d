/** An HTTP API as templates build it up: routes, integrations, stages, and the names it answers to. */
import type { RateLimit } from "../../kernel/token-bucket";

export interface Integration {
  readonly id: string;
  readonly functionArn: string;
}

export interface Route {
  /** `GET`, or `ANY`. */
  readonly method: string;
  readonly path: string;
  readonly integrationId: string;
}

export interface Stage {
  readonly name: string;
  /** Undefined: only the account's limit holds. */
  readonly throttle?: RateLimit;
}

export interface HttpApi {
  readonly id: string;
  readonly name: string;
  /** Host that AWS gives an API, unless it is disabled. */
  readonly defaultHost: string | null;
  readonly integrations: Map<string, Integration>;
  readonly routes: Route[];
  readonly stages: Map<string, Stage>;
}

/** A custom domain name and the API stages behind it. */
export interface CustomDomain {
  readonly name: string;
  readonly regionalName: string;
  /** By the first segments of the path; the empty key gets what no other matches. */
  readonly mappings: Map<string, { readonly apiId: string; readonly stage: string }>;
}
