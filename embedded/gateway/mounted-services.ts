import type { CloudServices } from '../cloud-services.ts';
import type { DeployedStack } from '../deployment/deployed-stack.ts';
import type { Engines } from '../engines/index.ts';
import { cloudformationService } from './cloudformation-service.ts';
import { dynamodbService, engineService } from './engine-services.ts';
import { lambdaService } from './lambda-service.ts';
import { logsService } from './logs-service.ts';
import type { Service } from './service.ts';
import { announceWrites } from './written-tables.ts';

/** Every service of AWS that the embedded cloud answers for, by signing name. */
export function mountedServices(
  { fauxqs, dynamodb }: Engines,
  services: CloudServices,
  stacks: () => readonly DeployedStack[],
): Readonly<Record<string, Service>> {
  const byFauxqs = engineService(fauxqs);
  return {
    sns: byFauxqs,
    sqs: byFauxqs,
    s3: byFauxqs,
    sts: byFauxqs,
    dynamodb: dynamodbService(dynamodb, announceWrites(services.mappings)),
    lambda: lambdaService(services),
    logs: logsService(services.logs),
    cloudformation: cloudformationService(stacks),
  };
}
