import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import type { JsonObject } from '../json.ts';
import { refuseMissingHandler } from '../lambda/refuse-missing-handler.ts';
import { objectProperty, optionalNumber, requiredText } from './property.ts';
import type { ResourceType } from './resource-type.ts';

/** AWS's own defaults. */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MEGABYTES = 128;

/** `AWS::Lambda::Function` of a Node.js runtime: `Ref` is the function's name. */
export const lambdaFunction: ResourceType = {
  type: 'AWS::Lambda::Function',
  properties: [
    'Code',
    'Environment',
    'FunctionName',
    'Handler',
    'LoggingConfig',
    'MemorySize',
    'ReservedConcurrentExecutions',
    'Runtime',
    'Timeout',
  ],
  unsupported: ({ PackageType, Runtime }) => {
    if (PackageType === 'Image') return 'package type Image: only code in files runs here';
    return typeof Runtime === 'string' && !Runtime.startsWith('nodejs')
      ? `runtime ${Runtime}: only Node.js runs here`
      : undefined;
  },
  async provision({ properties, name }, { lambda, logs, code }) {
    const functionName = name('FunctionName', { maxLength: 64 });
    const arn = `arn:${PARTITION}:lambda:${REGION}:${ACCOUNT_ID}:function:${functionName}`;
    const { LogGroup } = objectProperty(properties, 'LoggingConfig');
    const logGroup = typeof LogGroup === 'string' ? LogGroup : `/aws/lambda/${functionName}`;
    const reservedConcurrency = optionalNumber(properties, 'ReservedConcurrentExecutions');
    const handler = requiredText(properties, 'Handler');
    const codePath = await code.folderOf(properties['Code']);
    await refuseMissingHandler(handler, codePath);
    logs.createGroup(logGroup);
    lambda.register({
      name: functionName,
      arn,
      runtime: requiredText(properties, 'Runtime'),
      handler,
      codePath,
      timeoutSeconds: optionalNumber(properties, 'Timeout') ?? DEFAULT_TIMEOUT_SECONDS,
      memoryMegabytes: optionalNumber(properties, 'MemorySize') ?? DEFAULT_MEMORY_MEGABYTES,
      environment: environment(objectProperty(properties, 'Environment')),
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      logGroup,
    });
    return { ref: functionName, attributes: { Arn: arn } };
  },
};

function environment(property: JsonObject): Record<string, string> {
  const variables = Object.entries(objectProperty(property, 'Variables'));
  return Object.fromEntries(variables.map(([name, value]) => [name, String(value)]));
}
