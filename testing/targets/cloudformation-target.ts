import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { readCloudAssembly } from '../../embedded/assembly/cloud-assembly.ts';
import { deploymentOrder } from '../../embedded/assembly/deployment-order.ts';
import { type Connection, clientSettings } from '../connection.ts';
import { bootstrapped } from './bootstrapped.ts';
import type { Capability } from './capability.ts';
import { CdkCli } from './cdk-cli.ts';
import { cdkEnvironment } from './cdk-environment.ts';
import { callerIdentity, type Identity, refuseOtherAccount } from './identity.ts';
import { inTurn } from './in-turn.ts';
import { lastLines } from './last-lines.ts';
import { type DeployedStack, removeStack } from './remove-stack.ts';
import { refuseElsewhere } from './stack-environment.ts';
import { findStack, firstFailure } from './stack-records.ts';
import { refuseStackOutputs } from './stack-references.ts';
import type { Deployment, DeployRequest, Target, TargetName } from './target.ts';
import { TargetError } from './target-error.ts';
import { environmentOf, ownEnvironment, type TargetOptions } from './target-options.ts';

/** What tells one kind of target from another: where it is and what it can do. */
export interface CloudFormationTargetProps extends TargetOptions {
  readonly name: TargetName;
  readonly connection: Connection;
  readonly capabilities: ReadonlySet<Capability>;
  /**
   * Ends the whole place, stacks included, when the target is stopped.
   *
   * @default - stopping destroys the stacks, one by one
   */
  readonly end?: () => Promise<void>;
}

/**
 * Any endpoint with CloudFormation, AWS itself included, deployed to by plain `cdk bootstrap` and `cdk deploy`.
 *
 * Stopping it destroys the stacks that it deployed, and leaves the bootstrap stack, which other stacks may use.
 */
export class CloudFormationTarget implements Target {
  readonly name: TargetName;
  readonly capabilities: ReadonlySet<Capability>;
  readonly identity: Identity;
  readonly #props: CloudFormationTargetProps;
  readonly #cdk: CdkCli;
  readonly #client: CloudFormationClient;
  /** The stacks by their names, in the order of deployment. */
  readonly #deployed = new Map<string, DeployedStack>();
  readonly #stopping = new AbortController();
  readonly #signal: AbortSignal;
  #deploying?: Promise<unknown>;
  #stopped?: Promise<readonly string[]>;

  private constructor(props: CloudFormationTargetProps, client: CloudFormationClient, identity: Identity) {
    this.name = props.name;
    this.capabilities = props.capabilities;
    this.identity = identity;
    this.#props = props;
    this.#cdk = new CdkCli({
      projectDirectory: props.projectDirectory ?? process.cwd(),
      environment: () =>
        cdkEnvironment(props.connection, client.config, { environment: environmentOf(props), own: ownEnvironment() }),
      output: props.cdkOutput,
    });
    this.#signal = AbortSignal.any([this.#stopping.signal, ...(props.signal ? [props.signal] : [])]);
    this.#client = client;
  }

  /** @throws {TargetError} when the connection is refused or the project has no aws-cdk. */
  static async connect(props: CloudFormationTargetProps): Promise<CloudFormationTarget> {
    const client = new CloudFormationClient(clientSettings(props.connection));
    props.log?.(`asking ${props.connection.endpoint ?? 'AWS'} for its account`);
    try {
      // One caller for the check, for every question and for the CDK.
      const identity = await callerIdentity(props.connection, { caller: client.config, signal: props.signal });
      refuseOtherAccount(identity, props);
      return new CloudFormationTarget(props, client, identity);
    } catch (error) {
      client.destroy();
      throw error;
    }
  }

  deploy(request: DeployRequest): Promise<Deployment> {
    const deployment = this.#deploy(request);
    this.#deploying = deployment.catch(() => {});
    return deployment;
  }

  stop(): Promise<readonly string[]> {
    this.#stopped ??= this.#end().finally(() => this.#client.destroy());
    return this.#stopped;
  }

  async #deploy({ assembly, stack }: DeployRequest): Promise<Deployment> {
    this.#signal.throwIfAborted();
    const { log, connection, tags = {} } = this.#props;
    const stacks = deploymentOrder((await readCloudAssembly(assembly)).stacks, stack);
    refuseElsewhere(stacks, this.identity);
    refuseStackOutputs(stacks, this);
    const names = stacks.map(({ name }) => name);
    await this.#refuseForeign(names);
    // Two at once make each other fail on LocalStack.
    await inTurn(`bootstrap ${connection.endpoint} ${this.#place()}`, () => this.#bootstrap(assembly));
    for (const { name, displayName } of stacks) {
      this.#deployed.set(name, { name, assembly, displayName });
    }
    log?.(`deploying ${names.join(', ')}`);
    const tagged = Object.entries(tags).flatMap(([key, value]) => ['--tags', `${key}=${value}`]);
    const selected = stacks.map(({ displayName }) => displayName);
    const deploy = ['deploy', '--app', assembly, ...selected, '--require-approval', 'never', '--progress', 'events'];
    const { ok, output } = await this.#cdk.run([...deploy, ...tagged], this.#signal);
    if (!ok) {
      throw await this.#deploymentError(names, output);
    }
    return { connection, stacks: names };
  }

  async #refuseForeign(names: readonly string[]): Promise<void> {
    for (const name of names.filter((one) => !this.#deployed.has(one))) {
      const found = await findStack(this.#client, name);
      if (found !== undefined) {
        throw new TargetError(
          'STACK_EXISTS',
          `a stack ${name} exists (${found.StackStatus}) in ${this.#place()}; destroy it first, or deploy under another name`,
        );
      }
    }
  }

  async #bootstrap(assembly: string): Promise<void> {
    if (await this.#isBootstrapped()) {
      return;
    }
    this.#props.log?.(`bootstrapping ${this.#place()}`);
    const environment = `aws://${this.identity.account}/${this.identity.region}`;
    const { ok, output } = await this.#cdk.run(['bootstrap', '--app', assembly, environment], this.#signal);
    // It fails as well when another process bootstraps at the same time.
    if (!ok && !(await this.#isBootstrapped())) {
      throw new TargetError('BOOTSTRAP_FAILED', `cdk bootstrap of ${this.#place()} failed: ${lastLines(output)}`);
    }
  }

  /** Waits while somebody else bootstraps. */
  #isBootstrapped(): Promise<boolean> {
    return bootstrapped(this.#client, this.#signal);
  }

  async #deploymentError(names: readonly string[], output: string): Promise<TargetError> {
    for (const name of names) {
      const failure = await firstFailure(this.#client, name);
      if (failure !== undefined) {
        return new TargetError('DEPLOYMENT_FAILED', `stack ${name} was not deployed: ${failure}`);
      }
    }
    return new TargetError('DEPLOYMENT_FAILED', `${names.join(', ')} not deployed: ${lastLines(output)}`);
  }

  async #end(): Promise<readonly string[]> {
    const { end } = this.#props;
    this.#stopping.abort(new Error('the target was stopped'));
    await this.#deploying;
    if (end !== undefined) {
      return end().then(
        () => [],
        (error: Error) => [error.message],
      );
    }
    const left: string[] = [];
    const remover = { client: this.#client, cdk: this.#cdk, log: this.#props.log };
    // Last to first: a stack goes before those it depends on.
    for (const stack of [...this.#deployed.values()].reverse()) {
      left.push(
        ...(await removeStack(stack, remover).catch((error: Error) => [`stack ${stack.name}: ${error.message}`])),
      );
    }
    return left;
  }

  #place(): string {
    const { account, region } = this.identity;
    return `account ${account}, ${region}`;
  }
}
