/** awsQuery and ec2Query: form-encoded requests with `Action=`, XML answers. */
import type { StaticOperationSchema } from "@smithy/types";
import { bodyText, type WireHttpRequest } from "../http";
import type { ServiceDescription } from "../operations";
import type { EncodedAnswer, NamedOperation, ProtocolCodec, WireError } from "./codec";
import { decodeQuery, type QueryDialect } from "./query-decoder";
import { errorMembersXml, escapeXml, innerXml, xmlElement } from "./xml";

function operationOf(service: ServiceDescription, request: WireHttpRequest): NamedOperation | undefined {
  const action = new URLSearchParams(bodyText(request)).get("Action");
  const operation = service.operations.get(action ?? "");
  return operation && { operation, labels: {} };
}

function decoder(dialect: QueryDialect): ProtocolCodec["decode"] {
  return async ({ operation }, request) => decodeQuery(operation[4], new URLSearchParams(bodyText(request)), dialect);
}

function xmlAnswer(statusCode: number, body: string, requestId: string): EncodedAnswer {
  return { statusCode, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}

function errorXml(error: WireError): string {
  const members = errorMembersXml(error.schema, error.members);
  return `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>${members}`;
}

export const awsQuery: ProtocolCodec = {
  operationOf,
  decode: decoder({ isEc2: false }),
  encode(
    service: ServiceDescription,
    operation: StaticOperationSchema,
    output: unknown,
    requestId: string,
  ): EncodedAnswer {
    const result = operation[5] === "unit" ? "" : xmlElement(`${operation[2]}Result`, innerXml(operation[5], output));
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return xmlAnswer(200, xmlElement(`${operation[2]}Response`, result + metadata, service.xmlNamespace), requestId);
  },
  encodeError(service: ServiceDescription, error: WireError, requestId: string): EncodedAnswer {
    const type = error.status < 500 ? "Sender" : "Receiver";
    const content = `<Error><Type>${type}</Type>${errorXml(error)}</Error><RequestId>${requestId}</RequestId>`;
    return xmlAnswer(error.status, xmlElement("ErrorResponse", content, service.xmlNamespace), requestId);
  },
};

export const ec2Query: ProtocolCodec = {
  operationOf,
  decode: decoder({ isEc2: true }),
  encode(
    service: ServiceDescription,
    operation: StaticOperationSchema,
    output: unknown,
    requestId: string,
  ): EncodedAnswer {
    const content = `<requestId>${requestId}</requestId>${innerXml(operation[5], output)}`;
    return xmlAnswer(200, xmlElement(`${operation[2]}Response`, content, service.xmlNamespace), requestId);
  },
  encodeError(_service: ServiceDescription, error: WireError, requestId: string): EncodedAnswer {
    const content = `<Errors><Error>${errorXml(error)}</Error></Errors><RequestID>${requestId}</RequestID>`;
    return xmlAnswer(error.status, xmlElement("Response", content), requestId);
  },
};
