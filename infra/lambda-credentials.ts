/**
 * Takes the place of the SDK's search for credentials (`@aws-sdk/credential-provider-node`) in bundles. Lambda always hands
 * the role's credentials over in the environment; files, single sign-on and metadata services are never asked, so their
 * hundred kilobytes need not be loaded.
 */
export function defaultProvider() {
  return async () => ({
    accessKeyId: required("AWS_ACCESS_KEY_ID"),
    secretAccessKey: required("AWS_SECRET_ACCESS_KEY"),
    sessionToken: required("AWS_SESSION_TOKEN"),
  });
}

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`Lambda has set no ${variable}.`);
  return value;
}
