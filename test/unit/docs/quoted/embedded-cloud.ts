import { startEmbeddedCloud } from 'fanout/testing';

const cloud = await startEmbeddedCloud({ assembly: 'cdk.out' });
console.log(cloud.endpoint, cloud.stacks[0]?.outputs);
await cloud.stop();
