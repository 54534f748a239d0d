/** The codec of each protocol. */
import type { ProtocolName } from "../operations";
import type { ProtocolCodec } from "./codec";
import { awsJson1_0, awsJson1_1 } from "./json";
import { awsQuery, ec2Query } from "./query";
import { restJson1, restXml } from "./rest";

export const PROTOCOL_CODECS: Readonly<Record<ProtocolName, ProtocolCodec>> = {
  awsQuery,
  ec2Query,
  restXml,
  restJson1,
  awsJson1_0,
  awsJson1_1,
};
