import { isObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { keysOf } from '../microsoft.cognitiveservices/account-keys.ts';
import { accountType, deploymentType, regionOf } from '../microsoft.cognitiveservices/names.ts';
import type { Answer, Stored, World } from '../provider.ts';
import { wayTo } from './reach.ts';
import { DataError, type DataRequest, type DataService, unreachable } from './request.ts';
import { mayData } from './rights.ts';
import { keepLog, keepPoints, pointsOf } from './telemetry.ts';

/** What a deployment can be asked for. Source: Microsoft, "Azure OpenAI in Foundry Models REST API reference". */
interface Operation {
  readonly path: RegExp;
  readonly action: string;
  readonly name: string;
}

const deployments = 'Microsoft.CognitiveServices/accounts/OpenAI/deployments';
const chat: Operation = {
  path: /^\/openai\/(?:deployments\/([^/]+)\/chat\/completions|v1\/chat\/completions)$/,
  action: `${deployments}/chat/completions/action`,
  name: 'ChatCompletions_Create',
};
const embeddings: Operation = {
  path: /^\/openai\/(?:deployments\/([^/]+)\/embeddings|v1\/embeddings)$/,
  action: `${deployments}/embeddings/action`,
  name: 'Embeddings_Create',
};

/** How long an answer takes, in ms, as metrics tell it. */
const latencyMs = 250;

/** Chat completions of an Azure OpenAI account, where what was said last comes back, and embeddings. */
export const openAiService: DataService = {
  audiences: () => ['https://cognitiveservices.azure.com'],
  resourceOf: (host) => /^([a-z0-9-]+)\.openai\.azure\.com$/.exec(host)?.[1],
  answer: (world, name, request) => {
    const account = world
      .all(accountType)
      .find((one) => textAt(one.body, 'properties', 'customSubDomainName')?.toLowerCase() === name);
    if (account === undefined) throw unreachable('ENOTFOUND', request.url.hostname);
    const way = wayTo(world, account, request.url.hostname, request.from);
    const operation = embeddings.path.test(request.url.pathname) ? embeddings : chat;
    const call: Call = { operation, deployment: undefined, prompt: 0, completion: 0 };
    try {
      if (way === 'public') refusePublic(account);
      authorise(world, account, request, operation);
      const answer = complete(world, account, request, call);
      observe(world, account, request, call, answer.status);
      return answer;
    } catch (error) {
      if (error instanceof DataError) observe(world, account, request, call, error.answer.status);
      throw error;
    }
  },
};

interface Call {
  readonly operation: Operation;
  deployment: Stored | undefined;
  prompt: number;
  completion: number;
}

function refusePublic(account: Stored): void {
  if (textAt(account.body, 'properties', 'publicNetworkAccess') === 'Disabled') {
    throw new DataError(403, 'AccessDenied', 'Public access is disabled. Please configure private endpoint.');
  }
  if (textAt(account.body, 'properties', 'networkAcls', 'defaultAction') === 'Deny') {
    throw new DataError(403, 'AccessDenied', 'Access denied due to Virtual Network/Firewall rules.');
  }
}

/** A key where keys are allowed, else a token whose principal has the data action. */
function authorise(
  world: World,
  account: Stored,
  { apiKey, caller, url }: DataRequest,
  { action }: Operation,
): void {
  const keyless = objectAt(account.body, 'properties')['disableLocalAuth'] === true;
  if (apiKey !== undefined) {
    if (keyless)
      throw new DataError(
        403,
        'AuthenticationTypeDisabled',
        'Key based authentication is disabled for this resource.',
      );
    const { key1, key2 } = keysOf(world, account);
    if (apiKey === key1 || apiKey === key2) return;
  } else if (caller !== undefined) {
    if (mayData(world, action, account.id)) return;
    const path = url.pathname.replace(/^\/openai\/deployments\/[^/]+/, '/openai/deployments/{deployment-id}');
    throw new DataError(
      401,
      'PermissionDenied',
      `The principal \`${caller.objectId}\` lacks the required data action \`${action}\` to perform \`POST ${path}\` operation.`,
    );
  }
  throw new DataError(
    401,
    '401',
    'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
  );
}

function complete(world: World, account: Stored, request: DataRequest, call: Call): Answer {
  const path = call.operation.path.exec(request.url.pathname);
  if (path === null || request.method !== 'POST') throw new DataError(404, '404', 'Resource not found');
  const name = path[1] ?? textAt(request.body, 'model') ?? '';
  const deployment = world.find(`${account.id}/deployments/${name}`);
  if (deployment?.type !== deploymentType) {
    throw new DataError(
      404,
      'DeploymentNotFound',
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    );
  }
  call.deployment = deployment;
  if (call.operation === embeddings) return embedded(world, account, deployment, request, call);
  const messages = listAt(request.body, 'messages').filter(isObject);
  const last = messages.at(-1);
  if (last === undefined) throw new DataError(400, 'invalid_request_error', "'messages' must not be empty.");
  const said = contentOf(last);
  call.prompt = messages.reduce((sum, message) => sum + tokensOf(contentOf(message)) + 4, 3);
  call.completion = tokensOf(said);
  refuseOverCapacity(world, account, deployment, call);
  return { status: 200, body: completion(world, deployment, said, call) };
}

/** A vector that stands for any text: short, and always the same. */
function embedded(
  world: World,
  account: Stored,
  deployment: Stored,
  { body }: DataRequest,
  call: Call,
): Answer {
  const input = textAt(body, 'input') ?? '';
  if (input === '')
    throw new DataError(400, 'invalid_request_error', "'input' must be a string that is not empty.");
  call.prompt = tokensOf(input);
  refuseOverCapacity(world, account, deployment, call);
  return {
    status: 200,
    body: {
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding: [0.6, 0.8] }],
      model: textAt(deployment.body, 'properties', 'model', 'name') ?? '',
      usage: { prompt_tokens: call.prompt, total_tokens: call.prompt },
    },
  };
}

function contentOf(message: JsonObject): string {
  const content: Json | undefined = message['content'];
  if (typeof content === 'string') return content;
  return listAt(message, 'content')
    .map((part) => textAt(part, 'text') ?? '')
    .join(' ');
}

/** About four characters are a token; the true count is the model's business. */
function tokensOf(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}

/** A deployment takes its capacity in thousands of tokens a minute. */
function refuseOverCapacity(world: World, account: Stored, deployment: Stored, call: Call): void {
  const capacity = numberAt(deployment.body, 'sku', 'capacity') ?? 0;
  const limit = capacity * 1000;
  const spent = spentTokens(world, account, deployment);
  if (/provisioned/i.test(textAt(deployment.body, 'sku', 'name') ?? '')) return;
  if (spent + call.prompt + call.completion <= limit) return;
  throw new DataError(
    429,
    'RateLimitReached',
    'Your requests to this deployment have exceeded its token rate limit. Please retry after 60 seconds.',
    { headers: { 'retry-after': '60' } },
  );
}

function completion(world: World, deployment: Stored, said: string, call: Call): JsonObject {
  const model = objectAt(deployment.body, 'properties', 'model');
  return {
    id: `chatcmpl-${world.mint().replaceAll('-', '')}`,
    object: 'chat.completion',
    created: Math.floor(world.now / 1000),
    model: `${textAt(model, 'name') ?? ''}-${textAt(model, 'version') ?? ''}`,
    choices: [
      { index: 0, finish_reason: 'stop', logprobs: null, message: { role: 'assistant', content: said } },
    ],
    usage: {
      prompt_tokens: call.prompt,
      completion_tokens: call.completion,
      total_tokens: call.prompt + call.completion,
    },
  };
}

function spentTokens(world: World, account: Stored, deployment: Stored): number {
  return pointsOf(world, account.id, 'TokenTransaction', world.now - 60_000, world.now)
    .filter((point) => point.dimensions['ModelDeploymentName'] === deployment.name)
    .reduce((sum, point) => sum + point.value, 0);
}

/** What a call leaves behind: values of the account's metrics, and rows of its logs. */
function observe(world: World, account: Stored, request: DataRequest, call: Call, status: number): void {
  const model = objectAt(call.deployment?.body, 'properties', 'model');
  const dimensions = {
    ApiName: call.operation.name,
    OperationName: call.operation.name,
    Region: regionOf(account.body),
    StreamType: 'Non-Streaming',
    ModelDeploymentName: call.deployment?.name ?? '',
    ModelName: textAt(model, 'name') ?? '',
    ModelVersion: textAt(model, 'version') ?? '',
  };
  const answered = { ...dimensions, StatusCode: String(status) };
  const tokens = status < 300 ? [call.prompt, call.completion] : [];
  const [prompt = 0, generated = 0] = tokens;
  keepPoints(world, account, [
    { metric: 'AzureOpenAIRequests', value: 1, dimensions: answered },
    { metric: 'AzureOpenAIAvailabilityRate', value: status >= 500 ? 0 : 100, dimensions },
    { metric: 'AzureOpenAITimeToResponse', value: latencyMs, dimensions: answered },
    ...(tokens.length > 0
      ? [
          { metric: 'ProcessedPromptTokens', value: prompt, dimensions },
          { metric: 'GeneratedTokens', value: generated, dimensions },
          { metric: 'TokenTransaction', value: prompt + generated, dimensions },
        ]
      : []),
  ]);
  const row = {
    OperationName: call.operation.name,
    ResultSignature: String(status),
    DurationMs: latencyMs,
    // Azure masks the last part of the caller's address.
    CallerIPAddress: request.from === undefined ? '203.0.113.***' : '10.0.0.***',
    CorrelationId: world.mint(),
    Location: regionOf(account.body),
    properties_s: JSON.stringify({
      apiName: 'Azure OpenAI API version',
      requestTime: world.now,
      modelDeploymentName: dimensions.ModelDeploymentName,
      modelName: dimensions.ModelName,
      modelVersion: dimensions.ModelVersion,
      objectId: request.caller?.objectId ?? '',
      streamType: dimensions.StreamType,
    }),
  };
  keepLog(world, account, 'RequestResponse', row);
  if (status === 401 || status === 403) keepLog(world, account, 'Audit', row);
}
