/** The database engines that an instance may have. Only requests tell MySQL from PostgreSQL here: it replicates and lags like that. */

export type Engine = "postgres" | "mysql";

interface EngineRules {
  /** Family of the parameter groups that fit it. */
  readonly family: string;
  /** Whether a replica across Regions may be created with a parameter group: MySQL, Oracle and Db2 only. [api] */
  readonly takesGroupAtCreation: boolean;
}

export const ENGINES: Readonly<Record<Engine, EngineRules>> = {
  postgres: { family: "postgres16", takesGroupAtCreation: false },
  mysql: { family: "mysql8.0", takesGroupAtCreation: true },
};

/** What a Region has without anybody's doing, and what an instance gets that names no other. */
export function defaultParameterGroup(engine: Engine): string {
  return `default.${ENGINES[engine].family}`;
}
