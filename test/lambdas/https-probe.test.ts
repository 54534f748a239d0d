import { expect, test } from "@jest/globals";
import { httpsProbe } from "../../lambdas/runtime/https-probe";

/** Nobody listens there, and the name does not exist: which of the two is noticed says where the request went. */
const NOWHERE = "https://nowhere.invalid:1/";

test("a probe goes to the address that it is given, not to what the name resolves to", async () => {
  const answer = await httpsProbe.get(NOWHERE, 5000, "127.0.0.1");
  expect(answer).toEqual({ status: null, detail: "no answer: ECONNREFUSED", body: "" });
});
