/** The name in a function's name, partial ARN (`123456789012:function:name`) or ARN, without its qualifier. */
export function functionNameOf(nameOrArn: string): string {
  const afterMarker = /(?:^|:)function:(?<name>[^:]+)/.exec(nameOrArn)?.groups?.['name'];
  return afterMarker ?? nameOrArn.split(':')[0] ?? nameOrArn;
}
