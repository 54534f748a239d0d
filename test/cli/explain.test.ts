import { expect, test } from "@jest/globals";
import { explain } from "../../cli/session/explain";
import type { Session } from "../../cli/session/session";
import { storefront } from "../orchestrator/fixtures";

const session = { plan: storefront } as Session;
const thrown = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each([
  ["CredentialsExpired", "CredentialsProviderError", "The SSO session associated with this profile has expired"],
  ["CredentialsExpired", "CredentialsProviderError", "Cannot refresh. To refresh this SSO session run 'aws sso login'"],
  ["CredentialsExpired", "ExpiredTokenException", "The security token included in the request is expired"],
  ["CredentialsMissing", "CredentialsProviderError", "Profile mfa requires multi-factor authentication"],
  ["CredentialsMissing", "CredentialsProviderError", "Could not load credentials from any providers"],
])("%s, with what the SDK said: %s, %s", (name, failure, words) => {
  expect(explain(thrown(failure, words), session)).toMatchObject({ name, message: expect.stringContaining(words) });
  expect(explain(thrown(failure, words), session)).toMatchObject({ message: expect.stringContaining("AWS_PROFILE") });
});
