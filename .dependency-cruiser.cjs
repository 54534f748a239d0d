/** Imports point one way: orchestrator <- state-machines, lambdas <- infra <- lab <- cli; nothing imports test. */
const room = (from, to, comment) => ({
  name: `${from.split("/")[0]}-direction`,
  severity: "error",
  comment,
  from: { path: `^${from}/` },
  to: { path: `^(${to})/` },
});

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "nothing-imports-tests", severity: "error", from: { pathNot: "^test/" }, to: { path: "^test/" } },
    room("orchestrator", "state-machines|lambdas|infra|lab|cli|plans", "The meaning knows nothing of the hands."),
    room("state-machines", "lambdas|infra|lab|cli|plans", "The order knows only the meaning."),
    room("lambdas", "state-machines|infra|lab|cli|plans", "The hands know only the meaning."),
    room("infra", "lab|cli", "What is deployed knows nothing of the rehearsal."),
    room("lab", "cli", "The rehearsal knows nothing of the door."),
    room("plans", "state-machines|lambdas|infra|lab|cli", "A plan speaks the orchestrator's language only."),
    {
      name: "orchestrator-is-pure",
      severity: "error",
      comment: "No AWS SDK, no CDK, no Node built-ins: the meaning is arithmetic and words.",
      from: { path: "^orchestrator/" },
      to: { path: "(@aws-sdk|@smithy|aws-cdk-lib|constructs|@aws-lambda-powertools)", dependencyTypesNot: ["local"] },
    },
    {
      name: "orchestrator-no-node-builtins",
      severity: "error",
      from: { path: "^orchestrator/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "lab-knows-handlers-only-by-factory",
      severity: "error",
      comment: "The lab loads handlers through the assembly; it may import only the runtime's contract.",
      from: { path: "^lab/" },
      to: { path: "^lambdas/(?!runtime/)" },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
