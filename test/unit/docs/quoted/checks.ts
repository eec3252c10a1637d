import { App, Validations } from 'aws-cdk-lib';
import { FanoutChecks } from 'fanout';

const app = new App();
Validations.of(app).addPlugins(new FanoutChecks());
