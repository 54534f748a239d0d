/** What templates create in API Gateway, read strictly: APIs, integrations, routes, stages, domain names, mappings. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import type { RateLimit } from "../../kernel/token-bucket";
import { parseArn } from "../platform/arns";
import { Properties } from "../platform/properties";
import type { CustomDomain, HttpApi } from "./http-api";

export class ApiRegistry {
  readonly apis = new Map<string, HttpApi>();
  readonly domains = new Map<string, CustomDomain>();
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::ApiGatewayV2::Api": (request) => this.changed(this.createApi(Properties.of(request))),
    "AWS::ApiGatewayV2::Integration": (request) => this.changed(this.createIntegration(Properties.of(request))),
    "AWS::ApiGatewayV2::Route": (request) => this.changed(this.createRoute(Properties.of(request))),
    "AWS::ApiGatewayV2::Stage": (request) => this.changed(this.createStage(Properties.of(request))),
    "AWS::ApiGatewayV2::DomainName": (request) => this.changed(this.createDomain(request)),
    "AWS::ApiGatewayV2::ApiMapping": (request) => this.changed(this.createMapping(Properties.of(request))),
  };
  private changes = 0;

  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly region: string,
  ) {}

  /** Moves with everything that is created. */
  get revision(): number {
    return this.changes;
  }

  private changed(provisioned: Provisioned): Provisioned {
    this.changes += 1;
    return provisioned;
  }

  private createApi(properties: Properties): Provisioned {
    const protocol = properties.text("ProtocolType");
    if (protocol !== "HTTP") throw new Error(`the lab does not simulate ${protocol} APIs`);
    const id = this.random.hex(10);
    const host = `${id}.execute-api.${this.region}.amazonaws.com`;
    const isDefaultHostDisabled = properties.flag("DisableExecuteApiEndpoint", false);
    const name = properties.text("Name");
    properties.finish(["Description", "Tags"]);
    const parts = { integrations: new Map(), routes: [], stages: new Map() };
    this.apis.set(id, { id, name, defaultHost: isDefaultHostDisabled ? null : host, ...parts });
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: `https://${host}` } };
  }

  private createIntegration(properties: Properties): Provisioned {
    const api = this.api(properties.text("ApiId"));
    const type = properties.text("IntegrationType");
    const version = properties.text("PayloadFormatVersion");
    if (type !== "AWS_PROXY" || version !== "2.0") throw new Error(`the lab does not simulate ${type} ${version}`);
    const id = this.random.hex(7);
    api.integrations.set(id, { id, functionArn: functionArnIn(properties.text("IntegrationUri")) });
    properties.finish(["Description", "IntegrationMethod"]);
    return { ref: id, attributes: { IntegrationId: id } };
  }

  private createRoute(properties: Properties): Provisioned {
    const api = this.api(properties.text("ApiId"));
    const key = properties.text("RouteKey");
    const integrationId = properties.text("Target").replace(/^integrations\//, "");
    const authorization = properties.optionalText("AuthorizationType") ?? "NONE";
    if (authorization !== "NONE") throw new Error(`the lab does not simulate ${authorization} authorization`);
    properties.finish(["OperationName"]);
    const [method = "", path = ""] = key === "$default" ? ["ANY", "$default"] : key.split(" ");
    if (!api.integrations.has(integrationId)) throw new Error(`route ${key}: no integration ${integrationId}`);
    api.routes.push({ method, path, integrationId });
    const id = this.random.hex(7);
    return { ref: id, attributes: { RouteId: id } };
  }

  private createStage(properties: Properties): Provisioned {
    const api = this.api(properties.text("ApiId"));
    const name = properties.text("StageName");
    if (!properties.flag("AutoDeploy", false)) throw new Error(`stage ${name}: the lab only deploys automatically`);
    const throttle = readThrottle(properties.optionalSection("DefaultRouteSettings"));
    properties.finish(["AccessLogSettings", "Description", "Tags"]);
    api.stages.set(name, { name, ...(throttle && { throttle }) });
    return { ref: name, attributes: {} };
  }

  private createDomain(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.text("DomainName").toLowerCase();
    const [configuration] = properties.sections("DomainNameConfigurations");
    const certificateArn = configuration?.text("CertificateArn") ?? "";
    configuration?.text("EndpointType");
    configuration?.finish(["SecurityPolicy", "IpAddressType"]);
    properties.finish(["Tags", "RoutingMode"]);
    if (parseArn(certificateArn).region !== this.region) {
      throw new Error(`${name}: a regional domain name needs a certificate of ${this.region}, not ${certificateArn}`);
    }
    const regionalName = `d-${this.random.hex(10)}.execute-api.${this.region}.amazonaws.com`;
    this.domains.set(name, { name, regionalName, mappings: new Map() });
    const RegionalHostedZoneId = `Z${this.random.hex(13).toUpperCase()}`;
    return { ref: name, attributes: { RegionalDomainName: regionalName, RegionalHostedZoneId } };
  }

  private createMapping(properties: Properties): Provisioned {
    const domain = this.domains.get(properties.text("DomainName").toLowerCase());
    const apiId = this.api(properties.text("ApiId")).id;
    const stage = properties.text("Stage");
    const key = properties.optionalText("ApiMappingKey") ?? "";
    properties.finish();
    if (!domain) throw new Error("an ApiMapping names a domain that does not exist");
    if (!this.api(apiId).stages.has(stage))
      throw new Error(`an ApiMapping names the stage ${stage}, which does not exist`);
    if (domain.mappings.has(key)) throw new Error(`${domain.name} has two mappings for "${key}"`);
    domain.mappings.set(key, { apiId, stage });
    const id = this.random.hex(6);
    return { ref: id, attributes: { ApiMappingId: id } };
  }

  private api(id: string): HttpApi {
    const api = this.apis.get(id);
    if (!api) throw new Error(`no HTTP API ${id} in ${this.region} of account ${this.lab.accountId}`);
    return api;
  }
}

/** The function itself, or the invocation path around it. */
function functionArnIn(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function readThrottle(settings: Properties | undefined): RateLimit | undefined {
  const ratePerSecond = settings?.optionalNumber("ThrottlingRateLimit");
  const burst = settings?.optionalNumber("ThrottlingBurstLimit");
  settings?.finish(["DetailedMetricsEnabled"]);
  if (ratePerSecond === undefined || burst === undefined) return undefined;
  return { ratePerSecond, burst };
}
